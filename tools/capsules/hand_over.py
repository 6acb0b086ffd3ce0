#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Writes the functions by which a capsule hands a buffer over that it took out of a take cell.

    hand_over.py --root FOLDER --output FOLDER

For each header of hal/ with a contract that takes transferable buffers: OUTPUT/NAME.h. Contracts
are structures of pointers, and Clang's thread-safety analysis does not look through these; so each
of their functions that takes a buffer, as a parameter or in a structure, gets one that releases the
cell. A file that would not change is not touched, and one that is not written is removed.
"""

import argparse
import pathlib
import re
import sys

import contracts
import generate
import manifest
import source


def taken(signature, fields):
    """(parameters but for the buffer, arguments, where the buffer's name goes, or None), or None
    if the function takes no buffer."""
    if signature is None or signature.result != "enum error":
        return None
    others = tuple(pair for pair in signature.parameters if pair[0] != contracts.BUFFER)
    if len(others) == len(signature.parameters) - 1:
        return others, ["cell->name_" if kind == contracts.BUFFER else name
                        for kind, name in signature.parameters], None
    if signature.is_constant_borrow():
        kind, name = signature.parameters[0]
        structure = re.fullmatch(r"const struct (\w+) \*", kind)
        if structure and structure[1] in fields:
            return (((f"struct {structure[1]}", name),), [f"&{name}"],
                    f"{name}.{fields[structure[1]]}")
    return None


def function_text(contract, member, parts):
    others, arguments, place = parts
    parameters = contracts.Signature("", (("struct take_cell *", "cell"), *others))
    head = (f"{contract.name}_{member}_from_cell(const struct {contract.name} *contract,\n"
            f"    {source.parameters_text(parameters)})")
    fill = f"    {place} = cell->name_;\n" if place else ""
    return (f"/// {member}() with the buffer that was taken out of the cell. After an error it is\n"
            f"/// back in there.\n"
            f"MUST_CHECK static ALWAYS_INLINE enum error\n{head}\n    RELEASE(*cell);\n\n"
            f"UNANALYSED UNTRAPPED static ALWAYS_INLINE enum error\n{head}\n{{\n"
            # What the compiler adds by itself would cost where the contract is known.
            f"    if (contract == NULL || cell == NULL) {{\n        __builtin_trap();\n    }}\n"
            f"{fill}"
            f"    const enum error error = contract->{member}({', '.join(arguments)});\n"
            f"    if (error != ERROR_NONE) {{\n        cell->is_full_ = true;\n    }}\n"
            f"    return error;\n}}\n")


def header_text(path, text):
    """The functions for a header of hal/; empty if it needs none."""
    fields = contracts.buffer_fields(text)
    functions = [function_text(contract, member, parts)
                 for contract in contracts.contracts_read(path, text).values()
                 for member, signature in contract.members.items()
                 if (parts := taken(signature, fields))]
    if not functions:
        return ""
    return (f"// {source.LICENCE}\n// Generated from {path}.\n"
            f"/// Hands buffers in take cells (capsule.h) over to a contract of {path}. trusted\n"
            f"#pragma once\n\n#include <capsule.h>\n#include <{path}>\n\n"
            + "\n".join(functions))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    kept = set()
    try:
        for path in sorted((options.root / "hal").glob("*.h")):
            text = header_text(path.relative_to(options.root), path.read_text(encoding="utf-8"))
            if text:
                kept.add(path.name)
                generate.write(options.output / path.name, text)
    except (manifest.ManifestError, OSError) as problem:
        print(f"hand_over: {problem}", file=sys.stderr)
        return 1
    for path in options.output.glob("*.h"):
        if path.name not in kept:
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
