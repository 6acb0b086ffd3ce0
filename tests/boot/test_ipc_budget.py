# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Budgets of programs: how much they run, a passive server on the time of its client, faults."""

import re

from emulator import LINE_START, Emulator
from system_table import (
    PASSIVE,
    RIGHT_SEND,
    TIMEOUT_FAULTS,
    Row,
    call_entry,
    system_options,
    system_table,
)

from board import Board

RUNS_ON = "ipc"

CLIENT, SERVER, PARENT, CHILD = (
    "ipc_budget", "ipc_budget_server", "ipc_budget_parent", "ipc_budget_child")


def test_budgets(board_build, tmp_path):
    table = system_table([
        Row(CLIENT, 12, [call_entry(1)], budget=(2000, 20000)),
        Row(SERVER, 8, budget=(1000, 50000), flags=PASSIVE),
        Row(PARENT, 14, [call_entry(1, badge=9, rights=RIGHT_SEND)]),
        Row(CHILD, 16, budget=(1000, 10000), flags=TIMEOUT_FAULTS, parent=(2, 7)),
    ])
    options = system_options(Board(board_build), table, tmp_path)
    with Emulator([CLIENT, SERVER, PARENT, CHILD], options=options) as machine:
        machine.expect(rf"{LINE_START}DONE {PARENT}\n")
        machine.expect(rf"{LINE_START}DONE {CLIENT}\n")
        output = machine.output
    failures = re.findall(rf"{LINE_START}FAIL .*$", output, re.MULTILINE)
    assert not failures and "Fault:" not in output, output
    assert output.count("PASS ") == 11 + 2
