# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Programs whose way through the kernel is walked instruction by instruction, and interrupted.

    with Session(["injected", "injected_neighbour"]) as session:
        session.wait_for_loops()
        machine = session.connect()
        machine.record(path)
        machine.inject(path, index)

A program that takes orders (tests/programs/injected.h) makes calls between two of them.
"""

import os
import tempfile

from elf_file import ElfFile
from emulator import Emulator
from family import FAMILIES
from program import Program
from remote import Remote

import emulator
from board import Board

PATH_INSTRUCTIONS_MAX = 2000
TRIES_MAX = 2000  # to find the machine in a state that comes by itself; a loaded host is slow
ORDER_RUN, ORDER_END = 1, 2
REPORT = ("order", "calls", "rounds", "wrong_registers", "wrong_results", "is_at_end")


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
        self.contexts = {}  # what `current` is there, by index


class Machine:
    """The emulated machine with its programs and its debugging port."""

    def __init__(self, remote, family, programs, kernel):
        self.remote = remote
        self.family = family
        self.programs = programs
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

    def record(self, path, step=1):
        """Walks a path undisturbed and keeps its places, and what is current at every so many of
        them. Twice the same: nothing came between."""
        walks = []
        for _ in range(TRIES_MAX):
            walk = self.places_walked(path, step)
            if walk and walk in walks:
                path.places, path.contexts = walk
                return
            walks.append(walk)
        raise AssertionError(f"{path.name}: no two walks were the same")

    def places_walked(self, path, step):
        """The places of one walk, and contexts by their indices; nothing if it was too long."""
        place = self.begin(path)
        places, contexts = [], {}
        while len(places) < PATH_INSTRUCTIONS_MAX:
            if len(places) % step == 0:
                contexts[len(places)] = self.current
            places.append(place)
            place = self.remote.step()
            if path.is_end(place):
                return places, contexts
        return None

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

    def interrupts_at(self, place):
        """What can be made to interrupt there."""
        kinds = self.family.kernel_interrupts
        if self.is_program(place):
            kinds = self.family.program_interrupts
        return list(kinds.values())

    def inject(self, path, index, only=slice(None)):
        """Puts each kind of interrupt, or only some, before an instruction of a path; how many, and
        how many of them were taken later than there, because they are masked there."""
        place = path.places[index]
        kinds = self.interrupts_at(place)[only]
        late_count = 0
        for interrupt in kinds:
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


def call_counts(console, names):
    """The kernel's counts of system calls, by name of the program, once they are steady."""
    counts = None
    while True:
        rows = {}
        console.send("list\r")
        console.expect(r"PID.*\n")
        for name in names:
            rows[name] = int(console.expect(rf"^ *\d+ +\S+ +{name} +\d+ +(\d+) .*\n")[1])
        if rows == counts:
            return counts
        counts = rows


class Session:
    """An emulated machine with programs and its debugging port. The first `orders` of them take
    orders. `options` are the emulator's."""

    def __init__(self, names, orders, options=()):
        self.board = Board(emulator.build_folder)
        kernel = ElfFile(self.board.kernel)
        family = FAMILIES[self.board.facts["toolchain"]](self.board.facts["facts"], kernel)
        self._orders = orders
        self.programs = [Program(self.board, name, slot, family)
                         for slot, name in enumerate(names)]
        self._folder = tempfile.TemporaryDirectory(prefix="bulkhead-")
        self._port = os.path.join(self._folder.name, "port")
        # With "skip" every stop of the machine would take guest time to the next tick.
        self.console = Emulator(names, idle="real",
                                options=["-gdb", f"unix:{self._port},server=on,wait=off",
                                         *options])
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
        """Lets programs make the calls of their start: what they wait in makes none."""
        machine = self.connect()
        for program in self.programs[:self._orders]:
            machine.run_to(program.symbol("injected_order").address)
        machine.remote.close()

    def __exit__(self, *error):
        self.console.__exit__(*error)
        self._folder.cleanup()


def reports_check(machine, programs):
    """What programs that take orders found; nothing may be wrong."""
    reports = [machine.report_of(program) for program in programs]
    assert all(report["wrong_registers"] == 0 for report in reports), str(reports)
    assert all(report["wrong_results"] == 0 for report in reports), str(reports)
    return reports
