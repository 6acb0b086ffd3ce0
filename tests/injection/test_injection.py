# SPDX-License-Identifier: Apache-2.0 OR MIT
"""
An interrupt at every instruction of every path between programs and the kernel.

Each path is walked once undisturbed, instruction by instruction, from a program's call to the next
instruction of a program. Then it is walked again for each of its instructions and each kind of
interrupt, which is made pending before that instruction. Two programs (tests/programs/injected*.c)
poison all their registers before each call, compare them afterwards, check results and upcalls, and
count their calls; the kernel's own count must be the same.
"""

import pytest
from emulator import LINE_START
from session import ORDER_RUN, Path, Session, call_counts, reports_check

RUNS_ON = "capsule_test"
RUNS_ON_VARIANTS = False  # they differ in protection, not in what is saved

PROGRAMS = ("injected", "injected_neighbour")
STACKING_PLACES_MAX = 120

DRIVER_ABSENT, DRIVER_WINDOW_TEST = 0x7777, 0xF0003
YIELD_NO_WAIT, YIELD_WAIT = 0, 1


def paths_of(machine):
    injected, neighbour = machine.programs

    def call_path(name, probe, argument, is_end=None):
        call = injected.call_in(probe)
        behind = call + machine.family.CALL_BYTES
        return Path(name, injected.symbol(f"{probe}_ready").address, call, argument,
                    is_end or (lambda place: place == behind))

    return [
        call_path("call and fast return", "probe_command", DRIVER_ABSENT),
        call_path("upcall and its return", "probe_yield", YIELD_NO_WAIT),
        call_path("copy refused by the hardware", "probe_command", DRIVER_WINDOW_TEST),
        call_path("switch by yield", "probe_yield", YIELD_WAIT, neighbour.has),
    ]


def sweep(machine):
    """Injects everything; returns how often."""
    for program in machine.programs:
        machine.order(program, ORDER_RUN)
    count = 0
    for path in paths_of(machine):
        machine.record(path)
        done = [machine.inject(path, index) for index in range(len(path.places))]
        print(f"{path.name}: {sum(kinds for kinds, _ in done)} injections at {len(done)} places, "
              f"{sum(late for _, late in done)} taken later", flush=True)
        count += sum(kinds for kinds, _ in done)
    for program in machine.programs:
        machine.end(program)
    return count


def test_interrupt_at_every_instruction(record_property):
    with Session(PROGRAMS, len(PROGRAMS)) as session:
        session.console.expect(rf"{LINE_START}Loaded {PROGRAMS[-1]}")
        session.wait_for_loops()
        before = call_counts(session.console, PROGRAMS)
        machine = session.connect()
        count = sweep(machine)
        reports = dict(zip(PROGRAMS, reports_check(machine, session.programs)))
        machine.remote.close()
        after = call_counts(session.console, PROGRAMS)
    print(f"{count} injections, {reports}")
    record_property("injections", count)
    for name in PROGRAMS:
        assert after[name] - before[name] == reports[name]["calls"] > count / 20, reports


@pytest.mark.parametrize("program", ["injected_stack"])  # no such thing on RISC-V
def test_interrupt_at_a_stacking_fault(program, record_property):
    # Each time the program dies, and would have to wait ever longer for its next life.
    index, count, length = 0, 0, 1
    while index < min(length, STACKING_PLACES_MAX):
        with Session([*PROGRAMS, program], len(PROGRAMS)) as session:
            machine = session.connect()
            *others, attacker = session.programs
            ready = attacker.symbol("probe_bad_stack_ready").address
            path = Path("stacking fault", ready, ready + machine.family.NOTHING_BYTES, None,
                        lambda place, others=others: any(other.has(place) for other in others))
            place = machine.begin(path)
            for _ in range(index):
                place = machine.remote.step()
                if path.is_end(place):
                    length = index
                    break
            else:
                length = index + 2
                for interrupt in machine.interrupts_at(place)[index % 3:][:1]:
                    interrupt(machine.remote)
                    count += 1
            for other in others:
                machine.order(other, ORDER_RUN)
            for _ in range(2):
                for other in others:
                    machine.run_to(other.symbol("injected_order").address)
            machine.run_to(machine.kernel.one(machine.family.KERNEL_ENTRY).address)
            reports = reports_check(machine, others)
            assert all(report["calls"] > 0 for report in reports)
            machine.remote.close()
            session.console.expect(rf"{LINE_START}Fault: {program} .*\n")
            assert "Kernel panic" not in session.console.output
        index += 1
    print(f"{count} injections around a stacking fault")
    record_property("injections", count)
    assert count > 50
