# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Programs on the IPC library and on libmicrokit, over the real kernel."""

import re

from emulator import LINE_START, Emulator
from system_table import Row, call_entry, notify_entry, system_options, system_table

from board import Board

RUNS_ON = "ipc"
CALL_BADGE = 1 << 63


def output_of(board_build, folder, rows, done):
    """What programs print until `done`. Behind it the one that stopped begins another life."""
    options = system_options(Board(board_build), system_table(rows), folder)
    with Emulator([row.name for row in rows], options=options) as machine:
        machine.expect(done)
        return machine.output[:re.search(done, machine.output, re.MULTILINE).end()]


def test_buffer_holds_what_the_partner_wrote(board_build, tmp_path):
    client, server = "ipc_buffer_client", "ipc_buffer_server"
    output = output_of(board_build, tmp_path, [
        Row(client, 20, [call_entry(1, badge=1), call_entry(1, badge=2)]), Row(server, 10)],
        rf"{LINE_START}ping: ipc buffer in use: .*\n")
    results = re.findall(rf"{LINE_START}(?:PASS|FAIL) .*$", output, re.MULTILINE)
    assert not [line for line in results if "FAIL" in line]
    assert len(results) == 6 * 8 + 4 + 8
    assert "DONE ping" in output
    assert re.search(r"ping: ipc buffer in use: call at \S*client\.c:\d+ while written since "
                     r"\S*client\.c:\d+; end the view before the call", output)


def test_channel_between_two_protection_domains(board_build, tmp_path):
    client, server = "microkit_client", "microkit_server"
    output = output_of(board_build, tmp_path, [
        Row(client, 20, [call_entry(1, badge=CALL_BADGE | 3), notify_entry(1, badge=1 << 40)]),
        Row(server, 10, [notify_entry(0, badge=1 << 7)])],
        rf"{LINE_START}client: no such word of a message: mr_set at .*\n")
    results = re.findall(rf"{LINE_START}((?:PASS|FAIL) .*)$", output, re.MULTILINE)
    wanted = ["PASS ppcall"] * 16 + ["PASS value"] + ["PASS notified"] * 3 + ["PASS view"]
    assert [line.strip() for line in results] == wanted
    assert "client microkit_ppcall: invalid channel given '1'" in output
    assert "client microkit_notify: invalid channel given '61'" in output
    assert output.count("server notified 40") == 3
    assert "DONE client" in output
