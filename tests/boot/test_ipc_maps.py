# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Every edge of every map of a program, of another's, and of none, in one life after the other."""

import re

from emulator import LINE_START, Emulator
from system_table import KIND_CHILD, Row, entry, map_entry, system_options, system_table

from board import Board

RUNS_ON = "ipc"

PARENT, CHILD = "ipc_maps_parent", "ipc_maps_child"
WRITE, MAP_BYTES = 1, 0x1000
SHARED, READ, OWN, FOREIGN = 0x1000, 0x3000, 0x5000, 0x7000  # as tests/programs/ipc_maps.h has it


def test_maps_end_where_they_end(board_build, tmp_path):
    board = Board(board_build)
    text = (board.build + "/generated/board_facts.h")
    with open(text, encoding="utf-8") as facts:
        base = int(re.search(r"BOARD_REGIONS_BASE (0x[0-9A-Fa-f]+)", facts.read())[1], 16)

    def region(offset, flags):
        return map_entry(base + offset, MAP_BYTES, flags)

    table = system_table([
        Row(PARENT, 12, [entry(KIND_CHILD, 1, 0, 0)],
            maps=[region(SHARED, WRITE), region(FOREIGN, WRITE)]),
        Row(CHILD, 16, parent=(0, 7),
            maps=[region(SHARED, WRITE), region(READ, 0), region(OWN, WRITE)])])
    options = system_options(board, table, tmp_path)
    with Emulator([PARENT, CHILD], options=options) as machine:
        machine.expect(rf"{LINE_START}DONE {PARENT}\n")
        output = machine.output
    failures = re.findall(rf"{LINE_START}FAIL .*$", output, re.MULTILINE)
    assert not failures and "Kernel panic" not in output, output
    assert output.count("PASS ") == 5
