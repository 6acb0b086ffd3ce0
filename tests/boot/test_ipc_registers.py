# SPDX-License-Identifier: Apache-2.0 OR MIT
"""All registers of two programs over IPC calls, with and without a direct switch between them."""

import re

import pytest
from emulator import LINE_START, Emulator
from system_table import Row, call_entry, system_options, system_table

from board import Board

RUNS_ON = "ipc"

CLIENT, SERVER = "ipc_registers", "ipc_registers_server"
BADGE = 0xB0000005  # as the server wants it


@pytest.mark.parametrize("client_rank, server_rank", [(20, 10), (16, 16), (10, 20)],
                         ids=["server first", "equals", "client first"])
def test_registers_over_calls(board_build, tmp_path, client_rank, server_rank):
    table = system_table([Row(CLIENT, client_rank, [call_entry(1, BADGE)]),
                          Row(SERVER, server_rank)])
    options = system_options(Board(board_build), table, tmp_path)
    with Emulator([CLIENT, SERVER], options=options) as machine:
        machine.expect(rf"{LINE_START}DONE {CLIENT}\n")
        output = machine.output
    failures = re.findall(rf"{LINE_START}FAIL .*$", output, re.MULTILINE)
    assert not failures and "Fault:" not in output
    assert output.count("PASS ") == 1 + 3 * 11
