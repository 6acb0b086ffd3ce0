# SPDX-License-Identifier: Apache-2.0 OR MIT
"""
An interrupt at every instruction of every path between programs and the kernel.

Each path is walked once undisturbed, instruction by instruction, from a program's call to the next
instruction of a program. Then it is walked again for each of its instructions and each kind of
interrupt, which is made pending before that instruction. Two programs (tests/programs/injected*.c)
poison all their registers before each call, compare them afterwards, check results and upcalls, and
count their calls; the kernel's own count must be the same.
"""

import os
import tempfile

import pytest
from elf_file import ElfFile
from emulator import LINE_START, Emulator
from family import FAMILIES
from program import Program
from remote import Remote

import emulator
from board import Board

RUNS_ON = "capsule_test"
RUNS_ON_VARIANTS = False  # they differ in protection, not in what is saved

PROGRAMS = ("injected", "injected_neighbour")
PATH_INSTRUCTIONS_MAX = 2000
STACKING_PLACES_MAX = 120
TRIES_MAX = 2000  # to find the machine in a state that comes by itself; a loaded host is slow
ORDER_RUN, ORDER_END = 1, 2
REPORT = ("order", "calls", "rounds", "wrong_registers", "wrong_results", "is_at_end")

DRIVER_ABSENT, DRIVER_WINDOW_TEST = 0x7777, 0xF0003
YIELD_NO_WAIT, YIELD_WAIT = 0, 1


class Path:
    """
    A way through the kernel.

    approach  a place one instruction before the start
    start     the first place of the path
    argument  what the first argument register holds there; None: anything
    is_end    whether a place is behind the end
    """

    def __init__(self, name, approach, start, argument, is_end):
        self.name = name
        self.approach = approach
        self.start = start
        self.argument = argument
        self.is_end = is_end
        self.places = []  # from the start to the last one before the end
        self.contexts = []  # what `current` is there


class Machine:
    """The emulated machine with both programs and its debugging port."""

    def __init__(self, remote, family, programs, kernel):
        self.remote = remote
        self.family = family
        self.programs = programs
        self.injected, self.neighbour = programs[:2]
        self.kernel = kernel
        self.handlers = [kernel.one(name).address for name in family.HANDLERS]
        self.crossings = kernel.one("capsule_watch").address  # its first field is their count

    def order(self, program, value):
        """Writes a program's order when it is about to read it."""
        place = program.symbol("injected_order").address
        self.run_to(place)
        self.remote.write(program.report, value)

    def end(self, program):
        """Orders a program to end and waits until it has."""
        self.order(program, ORDER_END)
        entry = self.kernel.one(self.family.KERNEL_ENTRY).address
        for _ in range(TRIES_MAX):
            self.run_to(entry)
            if self.report_of(program)["is_at_end"]:
                return
        raise AssertionError("a program did not come to its end")

    def report_of(self, program):
        return {field: self.remote.read_anyhow(program.report + 4 * i)
                for i, field in enumerate(REPORT)}

    def place_name(self, address):
        return "program" if self.is_program(address) else self.kernel.place(address)

    def is_program(self, address):
        return any(program.has(address) for program in self.programs)

    def run_to(self, place):
        """Stops take guest time on a slow host, and a capsule that is inside has two ticks: where
        one may be, the tick is told that it is another crossing."""
        if not self.is_program(self.remote.place):
            self.remote.write(self.crossings, self.remote.read(self.crossings) + 1 & 0xFFFFFFFF)
        self.remote.run_to(place, self.family.INSTRUCTION_BYTES)

    @property
    def current(self):
        """The context on whose behalf the processor works, and in which handler: a place that
        handlers share may have been reached in that of an interrupt which came by itself."""
        return (self.remote.read_anyhow(self.kernel.one("arch_current").address),
                self.family.handler(self.remote))

    def begin(self, path):
        """Stands at the start of a path, with no interrupt pending; returns the place."""
        for _ in range(TRIES_MAX):
            self.run_to(path.approach)
            if path.argument in (None, self.remote.register(self.family.ARGUMENT_FIRST)):
                # What is due by now is served before the instruction in between.
                if self.remote.step() != path.start:
                    self.run_to(path.start)
                return path.start
            self.run_to(path.start)
        raise AssertionError(f"{path.name}: its beginning did not come")

    def record(self, path):
        """Walks a path undisturbed and keeps its places. Twice the same: nothing came between."""
        walks = []
        for _ in range(TRIES_MAX):
            walk = self.places_walked(path)
            if walk and walk in walks:
                path.places, path.contexts = zip(*walk)
                return
            walks.append(walk)
        raise AssertionError(f"{path.name}: no two walks were the same")

    def places_walked(self, path):
        """The places of one walk, each with its context; none if the walk was too long."""
        place = self.begin(path)
        places = []
        while len(places) < PATH_INSTRUCTIONS_MAX:
            places.append((place, self.current))
            place = self.remote.step()
            if path.is_end(place):
                return places
        return []

    def walk(self, path, index):
        """Stands at an instruction of a path; whether the way there was the path."""
        self.begin(path)
        for _ in range(path.places[:index + 1].count(path.places[index])):
            if self.remote.place == path.places[index]:
                if index == 0:
                    return True
                self.remote.step()
            self.run_to(path.places[index])
        return self.current == path.contexts[index]

    def inject(self, path, index):
        """Puts each kind of interrupt before an instruction of a path; how many, and how many of
        them were taken later than there, because they are masked there."""
        place = path.places[index]
        kinds = self.family.kernel_interrupts
        if self.is_program(place):
            kinds = self.family.program_interrupts
        late_count = 0
        for interrupt in kinds.values():
            for _ in range(TRIES_MAX):
                if self.walk(path, index):
                    break
            else:
                raise AssertionError(f"{path.name}: {self.place_name(place)} was not reached")
            may_be_late = self.family.may_be_late(self.remote, place)
            interrupt(self.remote)
            is_late = self.remote.step() not in self.handlers
            assert may_be_late or not is_late, f"{path.name}: at {self.place_name(place)}"
            late_count += is_late
        return len(kinds), late_count


def paths_of(machine):
    def call_path(name, probe, argument, is_end=None):
        call = machine.injected.call_in(probe)
        behind = call + machine.family.CALL_BYTES
        return Path(name, machine.injected.symbol(f"{probe}_ready").address, call, argument,
                    is_end or (lambda place: place == behind))

    return [
        call_path("call and fast return", "probe_command", DRIVER_ABSENT),
        call_path("upcall and its return", "probe_yield", YIELD_NO_WAIT),
        call_path("copy refused by the hardware", "probe_command", DRIVER_WINDOW_TEST),
        call_path("switch by yield", "probe_yield", YIELD_WAIT, machine.neighbour.has),
    ]


def call_counts(console):
    """The kernel's counts of system calls, by name of the program, once they are steady."""
    counts = None
    while True:
        rows = {}
        console.send("list\r")
        console.expect(r"PID.*\n")
        for name in PROGRAMS:
            rows[name] = int(console.expect(rf"^ *\d+ +\S+ +{name} +\d+ +(\d+) .*\n")[1])
        if rows == counts:
            return counts
        counts = rows


def sweep(machine):
    """Injects everything; returns how often."""
    for program in (machine.injected, machine.neighbour):
        machine.order(program, ORDER_RUN)
    count = 0
    for path in paths_of(machine):
        machine.record(path)
        done = [machine.inject(path, index) for index in range(len(path.places))]
        print(f"{path.name}: {sum(kinds for kinds, _ in done)} injections at {len(done)} places, "
              f"{sum(late for _, late in done)} taken later", flush=True)
        count += sum(kinds for kinds, _ in done)
    for program in (machine.injected, machine.neighbour):
        machine.end(program)
    return count


class Session:
    """An emulated machine with the two programs, others behind them, and its debugging port."""

    def __init__(self, others=()):
        self.board = Board(emulator.build_folder)
        kernel = ElfFile(self.board.kernel)
        family = FAMILIES[self.board.facts["toolchain"]](self.board.facts["facts"], kernel)
        names = [*PROGRAMS, *others]
        self.programs = [Program(self.board, name, slot, family)
                         for slot, name in enumerate(names)]
        self._folder = tempfile.TemporaryDirectory(prefix="bulkhead-")
        self._port = os.path.join(self._folder.name, "port")
        # With "skip" every stop of the machine would take guest time to the next tick.
        self.console = Emulator(names, idle="real",
                                options=["-gdb", f"unix:{self._port},server=on,wait=off"])
        self.machine = None
        self._make = lambda remote: Machine(remote, family, self.programs, kernel)
        self._family = family

    def __enter__(self):
        self.console.__enter__()
        return self

    def connect(self):
        """Stops the machine."""
        self.machine = self._make(Remote(self._port, self._family.PROGRAM_COUNTER))
        return self.machine

    def wait_for_loops(self):
        """Lets both programs make the calls of their start: what they wait in makes none."""
        machine = self.connect()
        for program in (machine.injected, machine.neighbour):
            machine.run_to(program.symbol("injected_order").address)
        machine.remote.close()

    def __exit__(self, *error):
        self.console.__exit__(*error)
        self._folder.cleanup()


def reports_check(machine):
    """What both programs found; nothing may be wrong."""
    reports = [machine.report_of(program) for program in (machine.injected, machine.neighbour)]
    assert all(report["wrong_registers"] == 0 for report in reports), str(reports)
    assert all(report["wrong_results"] == 0 for report in reports), str(reports)
    return dict(zip(PROGRAMS, reports))


def test_interrupt_at_every_instruction(record_property):
    with Session() as session:
        session.console.expect(rf"{LINE_START}Loaded {PROGRAMS[-1]}")
        session.wait_for_loops()
        before = call_counts(session.console)
        machine = session.connect()
        count = sweep(machine)
        reports = reports_check(machine)
        machine.remote.close()
        after = call_counts(session.console)
    print(f"{count} injections, {reports}")
    record_property("injections", count)
    for name in PROGRAMS:
        assert after[name] - before[name] == reports[name]["calls"] > count / 20, reports


@pytest.mark.parametrize("program", ["injected_stack"])  # no such thing on RISC-V
def test_interrupt_at_a_stacking_fault(program, record_property):
    # Each time the program dies, and would have to wait ever longer for its next life.
    index, count, length = 0, 0, 1
    while index < min(length, STACKING_PLACES_MAX):
        with Session([program]) as session:
            machine = session.connect()
            attacker = session.programs[2]
            ready = attacker.symbol("probe_bad_stack_ready").address
            path = Path("stacking fault", ready, ready + machine.family.NOTHING_BYTES, None,
                        lambda place: machine.injected.has(place) or machine.neighbour.has(place))
            place = machine.begin(path)
            for _ in range(index):
                place = machine.remote.step()
                if path.is_end(place):
                    length = index
                    break
            else:
                length = index + 2
                kinds = machine.family.kernel_interrupts
                if attacker.has(place):
                    kinds = machine.family.program_interrupts
                for interrupt in list(kinds.values())[index % 3:][:1]:
                    interrupt(machine.remote)
                    count += 1
            for other in (machine.injected, machine.neighbour):
                machine.order(other, ORDER_RUN)
            for _ in range(2):
                for other in (machine.injected, machine.neighbour):
                    machine.run_to(other.symbol("injected_order").address)
            machine.run_to(machine.kernel.one(machine.family.KERNEL_ENTRY).address)
            reports = reports_check(machine)
            assert all(report["calls"] > 0 for report in reports.values())
            machine.remote.close()
            session.console.expect(rf"{LINE_START}Fault: {program} .*\n")
            assert "Kernel panic" not in session.console.output
        index += 1
    print(f"{count} injections around a stacking fault")
    record_property("injections", count)
    assert count > 50
