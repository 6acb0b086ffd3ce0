# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Two programs that use all of IPC, beside one that does its worst with it."""

import re

import pytest
from emulator import LINE_START, Emulator
from system_table import (KIND_CALL, RIGHT_CALL, RIGHT_GRANT, RIGHT_GRANT_REPLY, RIGHT_SEND,
                          RIGHT_WATCH, Row, entry, notify_entry, system_options, system_table)

from board import Board

RUNS_ON = "ipc"

CLIENT, SERVER, HOSTILE = "ipc_client", "ipc_server", "ipc_hostile"
RIGHTS = RIGHT_SEND | RIGHT_CALL | RIGHT_GRANT | RIGHT_GRANT_REPLY
# As tests/programs/ipc_talk.h has them.
CLIENT_BADGE, HOSTILE_BADGE, HOSTILE_CHANNEL, SIGNAL_BIT = 0x77, 0x66, 12, 1 << 30
CHECKS = 2 + 14 + 3 + 5 + 1 + 3 * 4 + 100


@pytest.mark.parametrize("server_rank", [10, 16, 20])
def test_calls_beside_a_hostile_program(board_build, tmp_path, server_rank):
    table = system_table([
        Row(CLIENT, 16, [entry(KIND_CALL, 1, RIGHTS, CLIENT_BADGE)]),
        Row(SERVER, server_rank, [notify_entry(0, SIGNAL_BIT)]),
        Row(HOSTILE, 16, [entry(KIND_CALL, 1, RIGHTS | RIGHT_WATCH, HOSTILE_BADGE,
                                HOSTILE_CHANNEL)])])
    options = system_options(Board(board_build), table, tmp_path)
    with Emulator([CLIENT, SERVER, HOSTILE], options=options) as machine:
        machine.expect(rf"{LINE_START}DONE {CLIENT}\n")
        output = machine.output
    assert not re.findall(rf"{LINE_START}FAIL .*$", output, re.MULTILINE)
    assert output.count("PASS ") == CHECKS
    # Only these two fault, and by their own trap.
    faulted = set(re.findall(r"Fault: (?:program )?(\S+)", output))
    assert faulted <= {SERVER, HOSTILE}, faulted
