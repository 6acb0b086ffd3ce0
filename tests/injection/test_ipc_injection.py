# SPDX-License-Identifier: Apache-2.0 OR MIT
"""
An interrupt at every instruction of the ways that IPC calls take through the kernel: as
test_injection.py, with a client and its server (tests/programs/injected_ipc*.c), which fill all
registers before each call and compare them afterwards, check words, badges and signals, and count.

The direct switch is interrupted at each instruction, where the processor masks interrupts in the
kernel at some of them; longer ways, too, at some. BULKHEAD_INJECTION_ALL: at all.
"""

import os

from emulator import LINE_START
from session import ORDER_RUN, Path, Session, call_counts, reports_check
from system_table import Row, call_entry, notify_entry, system_options, system_table

from board import Board

RUNS_ON = "ipc"
RUNS_ON_VARIANTS = False  # they differ in protection, not in what is saved

CLIENT, SERVER = "injected_ipc_client", "injected_ipc_server"
# As tests/programs/injected_ipc.h has them. The badge of an entry is its index.
SHORT, LONG, SIGNAL, QUEUED, BIT = 1, 2, 3, 4, 1 << 20
CALLS_A_ROUND = 4
STEP_OF_LONG_WAYS = 17
DIRECT = "direct switch"  # of the names of paths


def paths_of(machine):
    client, server = machine.programs

    def path(name, program, probe, argument, is_end):
        return Path(name, program.symbol(f"{probe}_ready").address, program.call_in(probe),
                    argument, is_end)

    call, reply = "probe_ipc_call", "probe_ipc_reply_receive"
    return [
        path(f"call, {DIRECT}", client, call, SHORT, server.has),
        path(f"reply, {DIRECT}", server, reply, SHORT, client.has),
        path("call of ten words", client, call, LONG, server.has),
        path("reply of ten words", server, reply, LONG, client.has),
        path("signal", client, "probe_ipc_signal", SIGNAL, client.has),
        path("call that waits", client, call, QUEUED, server.has),
    ]


def step_of(machine, path):
    """Every which instruction is interrupted."""
    if "BULKHEAD_INJECTION_ALL" in os.environ:
        return 1
    return machine.family.IPC_STEP_DIRECT if DIRECT in path.name else STEP_OF_LONG_WAYS


def sweep(machine, client):
    """Injects everywhere, each kind of interrupt in turn; returns how often."""
    machine.order(client, ORDER_RUN)
    count = 0
    for path in paths_of(machine):
        step = step_of(machine, path)
        machine.record(path, step)
        late_count, before = 0, count
        indices = range(len(path.places))[::step]
        for number, index in enumerate(indices):
            kind = number % len(machine.interrupts_at(path.places[index]) or [None])
            kinds, late = machine.inject(path, index, only=slice(kind, kind + 1))
            count += kinds
            late_count += late
        print(f"{path.name}: {count - before} injections at {len(indices)} of {len(path.places)} "
              f"places, {late_count} taken later", flush=True)
    machine.end(client)
    return count


def test_interrupt_at_every_instruction_of_calls(board_build, tmp_path, record_property):
    table = system_table([
        Row(CLIENT, 16, [call_entry(1, badge=SHORT), call_entry(1, badge=LONG),
                         notify_entry(1, badge=BIT), call_entry(1, badge=QUEUED)]),
        Row(SERVER, 16)])
    options = system_options(Board(board_build), table, tmp_path)
    with Session([CLIENT, SERVER], 1, options) as session:
        session.console.expect(rf"{LINE_START}Loaded {SERVER}")
        session.wait_for_loops()
        before = call_counts(session.console, [CLIENT])
        machine = session.connect()
        client = session.programs[0]
        count = sweep(machine, client)
        [report] = reports_check(machine, [client])
        machine.remote.close()
        after = call_counts(session.console, [CLIENT])
        assert "Fault:" not in session.console.output
    print(f"{count} injections, {report}")
    record_property("injections", count)
    assert count > 200
    assert after[CLIENT] - before[CLIENT] == report["calls"] == CALLS_A_ROUND * report["rounds"]
