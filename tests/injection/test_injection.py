# SPDX-License-Identifier: Apache-2.0 OR MIT
"""
An interrupt between any two instructions of every path between programs and the kernel.

Each path is walked undisturbed, instruction by instruction, from a program's call to the next
instruction of a program. Then it is walked again for each of its instructions and each kind of
interrupt, which is made pending behind that instruction, and must be taken there, or where the
kernel ends if it masks interrupts. Two programs (tests/programs/injected*.c)
poison all their registers before each call, compare them afterwards, check results and upcalls, and
count their calls; the kernel's own count must be the same.
"""

import pytest
from emulator import LINE_START
from session import Path, Session, call_counts, sweep

RUNS_ON = "capsule_test"
RUNS_ON_VARIANTS = False  # they differ in protection, not in what is saved

PROGRAMS = ("injected", "injected_neighbour")
STACKING_PLACES_MAX = 120


def paths_of(family, injected, neighbour):
    def path(name, probe, number, end=None):
        call = injected.call_in(probe)
        return Path(name, injected.symbol("injected_order").address,
                    injected.symbol(f"{probe}_ready").address, number,
                    [end or call + family.CALL_BYTES])

    return [
        path("call and fast return", "probe_command", 1),
        path("upcall and its return", "probe_yield", 1),
        path("switch by yield", "probe_yield", 2, neighbour.places),
        path("copy refused by the hardware", "probe_command", 3),
    ]


def test_interrupt_at_every_instruction(record_property):
    with Session(PROGRAMS, len(PROGRAMS)) as session:
        paths = paths_of(session.family, *session.programs)
        session.wait_for_loops(paths[0].approach)
        session.console.expect(rf"{LINE_START}Loaded {PROGRAMS[-1]}")
        before = call_counts(session.console, PROGRAMS)
        session.begin()
        count = sweep(session, paths)
        reports = dict(zip(PROGRAMS, session.end()))
        after = call_counts(session.console, PROGRAMS)
    print(f"{count} injections, {reports}")
    record_property("injections", count)
    for name in PROGRAMS:
        assert after[name] - before[name] == reports[name]["calls"] > count / 20, reports


@pytest.mark.parametrize("program", ["injected_stack"])  # no such thing on RISC-V
def test_interrupt_at_a_stacking_fault(program, record_property):
    # Each time the program dies, and would have to wait ever longer for its next life.
    index, count = 0, 0
    while index < STACKING_PLACES_MAX:
        with Session([*PROGRAMS, program], len(PROGRAMS)) as session:
            *others, attacker = session.programs
            ready = attacker.symbol("probe_bad_stack_ready").address
            session.walker.run_to(ready)
            places = [session.walker.step() for _ in range(index + 1)]
            if any(other.has(places[-1]) for other in others):
                break
            interrupts = list(session.family.interrupts.values())
            interrupts[index % len(interrupts)](session.walker)
            count += 1
            session.go_on()
            session.console.expect(rf"{LINE_START}Fault: {program} .*\n")
            assert all(report["calls"] > 0 for report in session.end())
            assert "Kernel panic" not in session.console.output
        index += 1
    print(f"{count} injections around a stacking fault")
    record_property("injections", count)
    assert count > 50
