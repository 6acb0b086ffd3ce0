# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Writes what a board's wiring comes to: tables, thunks, structures of contracts, stack edges."""

import re

import contracts
from manifest import ManifestError

LICENCE = "SPDX-License-Identifier: Apache-2.0 OR MIT"
RIGHT_NAMES = {"processes": "CAPSULE_RIGHT_PROCESSES", "machine": "CAPSULE_RIGHT_MACHINE"}


def number_name(part):
    return f"CAPSULE_{part.name.upper()}"


def initialiser(fields):
    return "{" + ", ".join(f".{name} = {value}" for name, value in fields) + "}"


def capsule_entry(part):
    fields = [("name", f'"{part.name}"')]
    if part.rights:
        fields.append(("rights", " | ".join(RIGHT_NAMES[right] for right in part.rights)))
    fields += [(point, f"{part.name}_{point}") for point in part.entry_points]
    return initialiser(fields)


def driver_entry(part):
    driver = part.driver
    counts = [("upcall_count", driver.upcalls), ("read_only_count", driver.read_only_buffers),
              ("read_write_count", driver.read_write_buffers)]
    fields = [("number", driver.number), ("capsule", number_name(part))]
    fields += [(name, count) for name, count in counts if count]
    if driver.grant_bytes:
        fields.append(("grant_bytes", driver.grant_bytes))
    if driver.kept_bytes:
        fields.append(("kept_bytes", driver.kept_bytes))
    if driver.grant_bytes or any(count for _, count in counts):
        fields.append(("has_grant", "true"))
    fields.append(("command", f"{part.name}_command"))
    return initialiser(fields)


def table_macro(name, entries):
    return f"#define {name} \\\n    " + ", \\\n    ".join(entries) + "\n"


def capsules_header(board, capsules, numbers, defines):
    """The numbers of the board's capsules and the entries of its tables. `numbers` are those of
    drivers, ascending, as read from text: C has to agree."""
    drivers = list(numbers.values())
    listeners = [part for part in capsules if part.takes_events]
    if len(listeners) > 1:
        names = " and ".join(part.name for part in listeners)
        raise ManifestError(f"board {board}: {names} both take the kernel's events")
    buffer_count = sum(part.buffer_count for part in capsules)
    lines = [f"// {LICENCE}", f"// Generated from the manifests of board {board}.", "#pragma once",
             "", "#include <abi/driver.h>"]
    lines += [f"#include <{header}>" for header in sorted(part.header for part in capsules)]
    lines += ["", "enum board_capsule {"]
    lines += [f"    {number_name(part)}," for part in capsules]
    lines += ["    BOARD_CAPSULE_COUNT", "};",
              f"enum {{ BOARD_DRIVER_COUNT = {len(drivers)}, "
              f"BOARD_BUFFER_COUNT = {buffer_count} }};", ""]
    text = "\n".join(lines) + "\n"
    text += table_macro("BOARD_CAPSULE_ENTRIES", map(capsule_entry, capsules))
    text += table_macro("BOARD_DRIVER_ENTRIES", map(driver_entry, drivers))
    text += "".join(f'_Static_assert({part.driver.number} == 0x{number:X}, '
                    f'"the number of driver {part.name} is another one");\n'
                    for number, part in numbers.items())
    text += "".join(f"_Static_assert({part.driver.kept_bytes} <= {part.driver.grant_bytes}, "
                    f'"{part.name} keeps a part of its grant");\n'
                    for part in drivers if part.driver.kept_bytes)
    # The states lie as tools/capsules/join.py says; what the build does not join there has none.
    states = ["capsule_states_end" if part.is_trusted else f"{part.name}_capsule_state"
              for part in capsules] + ["capsule_states_end"]
    text += "".join(f"extern uint8_t {state}[];\n" for state in dict.fromkeys(states))
    text += table_macro("BOARD_CAPSULE_STATES", states)
    text += table_macro("BOARD_CAPSULE_DRIVERS",
                        [str(drivers.index(part)) if part.driver else "DRIVER_NONE"
                         for part in capsules])
    names = ("board_buffers", "board_buffer_states", "board_buffer_abort")
    tables = names if buffer_count else ("NULL", "NULL", "NULL")
    event_capsule = number_name(listeners[0]) if listeners else "NO_CAPSULE"
    for name, value in [("BOARD_BUFFERS", tables[0]), ("BOARD_BUFFER_STATES", tables[1]),
                        ("BOARD_BUFFER_ABORT", tables[2]),
                        ("BOARD_EVENT_CAPSULE", event_capsule), *defines]:
        text += f"#define {name} {value}\n"
    return text


def parameters_text(signature):
    if not signature.parameters:
        return "void"
    return ", ".join(f"{kind}{'' if kind.endswith('*') else ' '}{name}"
                     for kind, name in signature.parameters)


def type_assertion(function, signature):
    """Has C agree with what was read from text: no cast hides another type."""
    types = ", ".join(signature.types()) or "void"
    return (f"_Static_assert(__builtin_types_compatible_p(__typeof__(&{function}),\n"
            f"                                            {signature.result} (*)({types})),\n"
            f'               "{function} is of another type");\n')


def declared_assertion(symbol):
    """Before the constant is defined: its type then is compared with a complete declaration."""
    return f'_Static_assert(sizeof {symbol} > 0, "{symbol} is declared");\n'


def number_assertion(name):
    """A capsule's function is called through a thunk, so its constants are none."""
    return (f'_Static_assert(__builtin_types_compatible_p(__typeof__({name} + 0u), unsigned), '
            f'"{name} is no number");\n')


def entry(function):
    """What the kernel calls with one pointer; see type_assertion()."""
    return f"(capsule_entry_fn)(void (*)(void)){function}"


def failure_value(result):
    """What a thunk answers if its capsule is aborted."""
    return "ERROR_FAILED" if result == "enum error" else "0"


def borrow_thunk(part, function, signature):
    """The capsule's function takes the one pointer itself."""
    kind, name = signature.parameters[0]
    what = f"capsule_call({number_name(part)}, {entry(function)}, "
    what += f"(void *){name})" if kind.startswith("const ") else f"{name})"
    body = f"return {what};" if signature.result == "enum error" else f"(void){what};"
    return (f"static {signature.result} call_{function}({parameters_text(signature)})\n"
            f"{{\n    {body}\n}}\n")


def buffers_of(signature, fields):
    """The transferable buffers among the arguments of a function. `fields` says which one a
    structure has that an argument points to."""
    names = []
    for kind, name in signature.parameters:
        structure = re.fullmatch(r"const struct (\w+) \*", kind)
        if kind == contracts.BUFFER:
            names.append(name)
        elif structure and structure[1] in fields:
            names.append(f"{name}->{fields[structure[1]]}")
    return names


def packing_thunk(part, function, signature, buffers):
    """Arguments and result travel in a structure of the thunk's."""
    fields = "".join(f"    {kind}{'' if kind.endswith('*') else ' '}{name};\n"
                     for kind, name in signature.parameters)
    values = [f".{name} = {name}" for _, name in signature.parameters]
    arguments = ", ".join(f"packed->{name}" for _, name in signature.parameters)
    has_result = signature.result != "void"
    if has_result:
        fields += f"    {signature.result} result_;\n"
        values.append(f".result_ = {failure_value(signature.result)}")
    structure = f"struct call_{function}"
    return (f"{structure} {{\n{fields}}};\n"
            f"static void enter_{function}(void *pointer)\n{{\n"
            f"    {structure} *packed = pointer;\n"
            f"    {'packed->result_ = ' if has_result else ''}{function}({arguments});\n}}\n"
            f"static {signature.result} call_{function}({parameters_text(signature)})\n{{\n"
            f"    {structure} packed = {{{', '.join(values)}}};\n"
            # What is called may hand the buffer on to a device.
            + "".join(f"    ledger_lend({name}, {number_name(part)});\n" for name in buffers)
            + f"    (void)capsule_call({number_name(part)}, enter_{function}, &packed);\n"
            + ("    return packed.result_;\n" if has_result else "") + "}\n")


def plain_thunk(part, function, signature):
    """No argument, no result."""
    return (f"static {signature.result} call_{function}(void)\n{{\n"
            f"    {'return ' if signature.result != 'void' else '(void)'}"
            f"capsule_call({number_name(part)}, {entry(function)}, NULL);\n}}\n")


def absent_function(symbol, member, signature):
    """What a device that is not there answers."""
    body = "".join(f"    (void){name};\n" for _, name in signature.parameters)
    if signature.result == "enum error":
        body += "    return ERROR_NO_DEVICE;\n"
    elif signature.result != "void":
        body += "    return 0;\n"
    return (f"static {signature.result} absent_{symbol}_{member}"
            f"({parameters_text(signature)})\n{{\n{body}}}\n")


class WiringSource:
    """The source file with thunks and structures, and the edges that belong to it."""

    def __init__(self, board, wiring, known, declarations):
        self.board = board
        self.wiring = wiring
        self.contracts = known
        self.declarations = declarations  # (part, function) -> Signature or None
        self.thunks = {}  # function: text
        self.edges = []

    def contract_of(self, use):
        """The contract, None if the structure is not one of hal/."""
        if use.contract not in self.contracts:
            raise ManifestError(f"board {self.board}: {use.symbol} is of {use.contract}, "
                                f"and no header of hal/ has such a structure")
        return self.contracts[use.contract]

    def thunk_make(self, part, function, member, wanted, fields):
        """Makes the thunk of a capsule's function, once. Returns its name."""
        if function in self.thunks:
            return f"call_{function}"
        signature = self.declarations(part, function)
        if signature is None:
            raise ManifestError(f"{part.path}: offers {function}, which {part.header} "
                                f"does not declare")
        buffers = buffers_of(wanted, fields)
        is_entered = signature.result == "void" and signature.types() == wanted.types()
        if is_entered and wanted.is_borrow() and not (buffers and wanted.result == "enum error"):
            text = borrow_thunk(part, function, wanted)
            target = function
        elif is_entered and not wanted.parameters and wanted.result in ("void", "enum error"):
            text = plain_thunk(part, function, wanted)
            target = function
        elif signature.result == wanted.result and signature.types() == wanted.types():
            text = packing_thunk(part, function, wanted, buffers)
            target = f"enter_{function}"
        else:
            raise ManifestError(f"{part.path}: {function} does not fit the member {member}")
        self.thunks[function] = type_assertion(function, signature) + text
        self.edges.append(f"!passed call_{function} -> {target}")
        return f"call_{function}"

    def structure(self, connection):
        """The initialiser of one structure of a contract."""
        use, part, offer = connection.use, connection.provider, connection.offer
        contract = self.contract_of(use)
        fields = []
        if part is None:
            for member, signature in contract.members.items():
                if signature is not None:
                    name = f"{use.symbol}_{member}"
                    self.thunks[f"absent {name}"] = absent_function(use.symbol, member, signature)
                    fields.append((member, f"absent_{name}"))
            return initialiser(fields)
        for member in offer.members:
            if member not in contract.members:
                raise ManifestError(f"{part.path}: {contract.name} has no member {member}")
        for member, signature in contract.members.items():
            if member not in offer.members:
                raise ManifestError(f"{part.path}: the offer of {contract.name} lacks {member}")
            name = offer.members[member]
            if name is None:
                continue
            if part.is_capsule and signature is None:
                self.thunks[f"number {name}"] = number_assertion(name)
            elif part.is_capsule:
                name = self.thunk_make(part, name, f"{contract.name}.{member}", signature,
                                       contract.buffers)
            fields.append((member, name))
        return initialiser(fields)

    def use_text(self, part, use):
        connections = self.wiring.of_use(part, use)
        if use.count is None:
            return f"const struct {use.contract} {use.symbol} = {self.structure(connections[0])};\n"
        places = ",\n".join(f"    [{connection.place}] = {self.structure(connection)}"
                            for connection in connections)
        return f"const struct {use.contract} {use.symbol}[{use.count}] = {{\n{places},\n}};\n"

    def edges_add(self, part):
        for use in part.uses:
            self.edges.append(f"!table wired_{use.symbol} = {use.symbol}")
        if part.uses:
            tables = " ".join(f"@wired_{use.symbol}" for use in part.uses)
            # The sources of a device that nobody uses may or may not be linked.
            is_idle = all(connection.provider is None for use in part.uses
                          for connection in self.wiring.of_use(part, use))
            self.edges.append(f"!indirect{'?' if is_idle else ''} {part.sources} -> {tables}")

    def buffers_text(self, capsules):
        """The ledger's table, in the order of the capsules."""
        entries, text = [], ""
        for part in capsules:
            for index in range(part.buffer_count):
                name = f"{part.name}_buffer_{index}"
                text += f"static uint8_t {name}[{part.buffer_bytes}];\n"
                entries.append(initialiser([("base", name), ("capacity_bytes", f"sizeof {name}"),
                                            ("home_capsule", number_name(part))]))
        if entries:
            table = ",\n    ".join(entries)
            text += (f"const struct ledger_buffer board_buffers[BOARD_BUFFER_COUNT] = {{\n"
                     f"    {table},\n}};\n"
                     f"struct ledger_state board_buffer_states[BOARD_BUFFER_COUNT];\n")
        return text

    def abort_text(self, capsules):
        """Has devices give back what they hold of a capsule: whatever it uses that can cancel."""
        cases = ""
        for part in capsules:
            cancels = [use.symbol for use in part.uses if use.count is None
                       and self.contract_of(use).members.get("cancel")]
            if part.buffer_count and cancels:
                calls = "".join(f"        (void){symbol}.cancel();\n" for symbol in cancels)
                cases += f"    case {number_name(part)}:\n{calls}        break;\n"
                tables = " ".join(f"@wired_{symbol}" for symbol in cancels)
                # The compiler may see through the constant structures.
                self.edges.append(f"!indirect? board_buffer_abort -> {tables}")
        if not any(part.buffer_count for part in capsules):
            return ""
        return (f"void board_buffer_abort(uint32_t index)\n{{\n"
                f"    switch (board_buffers[index].home_capsule) {{\n{cases}"
                f"    default:\n        break;\n    }}\n}}\n")

    def texts(self, capsules):
        """(source, edges)."""
        structures = ""
        for part in self.wiring.parts:
            for use in part.uses:
                structures += declared_assertion(use.symbol) + self.use_text(part, use)
            structures += "".join(map(declared_assertion, part.settings))
            self.edges_add(part)
        headers = {part.header for part in self.wiring.parts}
        # No header of a capsule says what a contract is.
        headers |= {str(self.contract_of(use).header) for part in self.wiring.parts
                    for use in part.uses}
        includes = "".join(f"#include <{header}>\n" for header in sorted(headers))
        source = (f"// {LICENCE}\n// Generated from the manifests of board {self.board}.\n\n"
                  f"#include <boards/standard/standard.h>\n{includes}#include <kernel/port.h>\n\n"
                  f"// Who is called takes its event as constant, too.\n"
                  f'#pragma GCC diagnostic ignored "-Wcast-qual"\n\n'
                  + "\n".join(self.thunks.values()) + "\n" + structures
                  + self.buffers_text(capsules) + self.abort_text(capsules))
        edges = (f"# {LICENCE}\n# Generated from the manifests of board {self.board}.\n"
                 + "".join(f"{line}\n" for line in self.edges))
        return source, edges
