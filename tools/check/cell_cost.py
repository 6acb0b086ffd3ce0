# SPDX-License-Identifier: Apache-2.0 OR MIT
"""What cells cost over plain fields: cells/cell_cost.c, compiled like a capsule, disassembled."""

import json
import os
import pathlib
import re
import shlex
import subprocess
import tempfile

SOURCE = pathlib.Path(__file__).parent / "cells" / "cell_cost.c"

# Most instructions that a cell takes beyond a plain field, by family of processors.
# A value cell takes none.
# Optional cell: the test of the tag (load, branch, trap), or its store.
# Map cell: the test of the tag, if the block calls nothing; GCC on RISC-V, which stores a zero from
# a register of its own, does not see that the reset changes nothing. With a call the tag is set
# before and reset behind it, since whoever is called may come back, and the block has to come back
# itself, which costs a frame that the plain function's last call does without.
# Take cell, over a name and a flag: taking and filling ask the ledger; a hand-over tests that there
# is a contract. What the ledger does meanwhile is counted by tools/bench (cell_take_put).
EXTRA_MAX = {
    "arm": {"value_get": 0, "value_set": 0, "optional_get": 3, "optional_set": 2, "map_set": 3,
            "map_call": 9, "take": 5, "put_in": 0, "fill_up": 7, "read_out": 0, "hand_over": 2},
    "riscv": {"value_get": 0, "value_set": 0, "optional_get": 4, "optional_set": 3, "map_set": 5,
              "map_call": 13, "take": 19, "put_in": 0, "fill_up": 27, "read_out": 0,
              "hand_over": 3},
}


class CostError(Exception):
    """There is nothing to compare, in one line."""


def compile_words(build):
    """The command for a capsule of that build, without its source and object."""
    entries = json.loads((pathlib.Path(build) / "compile_commands.json").read_text("utf-8"))
    entry = next((entry for entry in entries if "/header_check/" not in entry["file"]
                  and re.search(r"/capsules/\w+/\w+\.c$", entry["file"])
                  and "capsule_helpers" not in entry["command"]), None)
    if entry is None:
        raise CostError(f"{build} compiles no capsule")
    words = shlex.split(entry["command"])
    del words[words.index("-o"):]
    return [word for word in words if not word.startswith(("-fstack-usage", "-fcallgraph-info"))]


def functions(text):
    """{function: its instructions, without addresses} of a disassembly."""
    found, current = {}, None
    for line in text.splitlines():
        if head := re.match(r"^[0-9a-f]+ <(\w+)>:$", line):
            current = found.setdefault(head[1], [])
        elif current is not None and (code := re.match(r"^\s+[0-9a-f]+:\s+([a-z][\w.]*)(.*)$",
                                                        line)):
            if code[1] != "nop":
                current.append(code[1])
    return found


def extra(build, binutils_prefix, names):
    """{operation: (instructions of the plain field, of the cell, whether they are the same)}"""
    with tempfile.TemporaryDirectory() as folder:
        output = os.path.join(folder, "cell_cost.o")
        subprocess.run([*compile_words(build), "-c", str(SOURCE), "-o", output], check=True,
                       capture_output=True, text=True)
        text = subprocess.run([f"{binutils_prefix}objdump", "-d", "--no-show-raw-insn", output],
                              check=True, capture_output=True, text=True).stdout
    code = functions(text)
    result = {}
    for name in names:
        plain, cell = code.get(f"plain_{name}"), code.get(f"cell_{name}")
        if not plain or not cell:
            raise CostError(f"{build}: no instructions for {name}")
        result[name] = len(plain), len(cell), plain == cell
    return result


def problems(build):
    """Prints the figures of a build; yields what costs too much."""
    board = json.loads((pathlib.Path(build) / "board.json").read_text("utf-8"))
    limits = EXTRA_MAX[board["toolchain"]]
    for name, (plain, cell, is_same) in extra(build, board["binutils_prefix"], limits).items():
        print(f"{board['board']}: {name}: plain field {plain} instructions, cell {cell}")
        if cell - plain > limits[name] or (limits[name] == 0 and not is_same):
            yield (f"{board['board']}: a cell costs {cell - plain} instructions more than a plain"
                   f" field for {name}, at most {limits[name]}")
