# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Faults that a parent puts right: registers in the message, and registers that the reply sets."""

import re

from emulator import LINE_START, Emulator
from system_table import Row, system_options, system_table

from board import Board

RUNS_ON = "ipc"

PARENT, CHILD = "ipc_faults_parent", "ipc_faults_child"


def test_parent_sets_registers_of_its_child(board_build, tmp_path):
    table = system_table([Row(PARENT, 12), Row(CHILD, 16, parent=(0, 7))])
    options = system_options(Board(board_build), table, tmp_path)
    with Emulator([PARENT, CHILD], options=options) as machine:
        machine.expect(rf"{LINE_START}DONE {PARENT}\n")
        machine.expect(rf"{LINE_START}DONE {CHILD}\n")
        output = machine.output
    failures = re.findall(rf"{LINE_START}FAIL .*$", output, re.MULTILINE)
    assert not failures and "Fault:" not in output, output
    assert output.count("PASS ") == 3
