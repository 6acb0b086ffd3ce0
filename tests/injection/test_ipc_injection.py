# SPDX-License-Identifier: Apache-2.0 OR MIT
"""
An interrupt between any two instructions of the ways that IPC calls take through the kernel: as
test_injection.py, with a client and its server (tests/programs/injected_ipc*.c), which fill all
registers before each call and compare them afterwards, check words, badges and signals, and count.
"""

from emulator import LINE_START
from session import Path, Session, call_counts, sweep
from system_table import Row, call_entry, notify_entry, system_options, system_table

from board import Board

RUNS_ON = "ipc"
RUNS_ON_VARIANTS = False  # they differ in protection, not in what is saved

CLIENT, SERVER = "injected_ipc_client", "injected_ipc_server"
# As tests/programs/injected_ipc.h has them. The badge of an entry is its index.
SHORT, LONG, SIGNAL, QUEUED, BIT = 1, 2, 3, 4, 1 << 20
CALLS_A_ROUND = 4


def paths_of(client, server):
    def path(name, program, probe, number):
        return Path(name, client.symbol("injected_order").address,
                    program.symbol(f"{probe}_ready").address, number,
                    [client.places, server.places])

    call, reply = "probe_ipc_call", "probe_ipc_reply_receive"
    return [
        path("call, direct switch", client, call, 1),
        path("reply, direct switch", server, reply, 1),
        path("call of ten words", client, call, 2),
        path("reply of ten words", server, reply, 2),
        path("signal", client, "probe_ipc_signal", 1),
        path("call that waits", client, call, 3),
    ]


def test_interrupt_at_every_instruction_of_calls(board_build, tmp_path, record_property):
    table = system_table([
        Row(CLIENT, 16, [call_entry(1, badge=SHORT), call_entry(1, badge=LONG),
                         notify_entry(1, badge=BIT), call_entry(1, badge=QUEUED)]),
        Row(SERVER, 20)])  # less urgent, so that it has not taken the signal when a call comes
    options = system_options(Board(board_build), table, tmp_path)
    with Session([CLIENT, SERVER], 1, options) as session:
        paths = paths_of(*session.programs)
        session.wait_for_loops(paths[0].approach)
        session.console.expect(rf"{LINE_START}Loaded {SERVER}")
        before = call_counts(session.console, [CLIENT])
        session.begin()
        count = sweep(session, paths)
        [report] = session.end()
        after = call_counts(session.console, [CLIENT])
        assert "Fault:" not in session.console.output
    print(f"{count} injections, {report}")
    record_property("injections", count)
    assert count > 1000
    assert after[CLIENT] - before[CLIENT] == report["calls"] == CALLS_A_ROUND * report["rounds"]
