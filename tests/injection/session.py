# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Programs whose way through the kernel is walked instruction by instruction, and interrupted.

    with Session(["injected", "injected_neighbour"], 2) as session:
        session.wait_for_loops(path.approach)
        session.begin()
        sweep(session, [path])
        reports = session.end()

A program that takes orders (tests/programs/injected.h) makes calls between two of them. Orders are
given, and reports read, over the debugging port: while the processor goes on by itself.
"""

import collections
import os
import tempfile
import time

from elf_file import ElfFile
from emulator import Emulator
from family import FAMILIES
from program import Program
from remote import Remote
from walker import Walker, trails

import emulator
from board import Board

PATH_INSTRUCTIONS_MAX = 2000
WALKS = 7  # to know a path: as it is most often; some of them are disturbed
TRIES_MAX = 2000  # of what comes by itself
MISSES_MAX = 100  # in a row; then what was taken for the path had a tick in it each time
ICOUNT_SHIFT = 9  # so that the turn of a program that does not wait takes few instructions
POLL_SECONDS = 0.02
ORDER_RUN, ORDER_END = 1, 2
REPORT = ("order", "calls", "rounds", "wrong_registers", "wrong_results", "is_at_end")


class Path:
    """
    A way through the kernel.

    mark, approach, number  it starts behind the approach, one instruction before a call, at its
                            `number`th time behind the mark
    ends                    the places, and ranges of them, that are behind the end
    """

    def __init__(self, name, mark, approach, number, ends):
        self.name = name
        self.mark = mark
        self.approach = approach
        self.number = number
        self.ends = [end if isinstance(end, range) else range(end, end + 1) for end in ends]

    def begin(self, walker):
        """Stands at the approach; returns its place."""
        walker.run_to(self.mark)
        for _ in range(self.number):
            walker.run_to(self.approach)
        return self.approach

    def has_ended(self, place):
        return any(place in end for end in self.ends)

    def walk(self, walker):
        """The places from the approach to the first one behind the end, each with whether the
        instruction before it accessed a device."""
        places = [(self.begin(walker), 0), (walker.step(), 0)]
        while len(places) == 2 or not self.has_ended(places[-1][0]):
            assert len(places) < PATH_INSTRUCTIONS_MAX, f"{self.name} does not end"
            places.append((walker.step(), walker.is_device))
        return places


class Way:
    """A path as it is undisturbed, to be interrupted between any two of its instructions by each
    kind of interrupt. `left` is what of this is still to be done."""

    def __init__(self, session, path):
        self._walker = session.walker
        self.path = path
        self._family = session.family
        self._programs = [program.places for program in session.programs]
        self.learn()

    def learn(self):
        """Walks the path, all of which is still to be done then."""
        walks = [self.path.walk(self._walker) for _ in range(WALKS)]
        walk = max(walks, key=walks.count)
        self._places = [place for place, _ in walk]
        self._is_device = [is_device for _, is_device in walk[1:]]
        self._trails = trails(self._places)
        self._late_at = self._family.late_at(self._places)
        self.left = [(index, name) for index in range(len(self._places) - 1)
                     for name in self._family.interrupts]
        self.count = len(self.left)
        self._late_count = 0
        self.misses = 0

    def inject(self):
        """Stands at the approach. Has an interrupt that is left come behind an instruction, if the
        way there is the path; returns whether it was."""
        index, name = self.left[-1]
        if index > 0:
            place = self._walker.step(index)
            if (place, self._walker.trail) != (self._places[index], self._trails[index]):
                self.misses += 1
                return False
        self.misses = 0
        if self._is_device[index]:
            self._walker.step_to_access()
        self._family.interrupts[name](self._walker)
        place = self._walker.step()
        handlers = self._family.handlers
        where = f"{self.path.name}: {name} behind instruction {index}: {place:#x} came"
        # On RISC-V a call enters the kernel where an interrupt does.
        if place not in handlers or place == self._places[index + 1]:
            assert self._late_at[index + 1], where
            self._late_count += 1
            if self._walker.run_to(*handlers, *self._programs) not in handlers:
                assert self._family.LOOKS_AT_DEVICES and any(self._is_device[index:]), where
        self.left.pop()
        return True

    def __str__(self):
        return (f"{self.path.name}: {self.count} injections at {len(self._places) - 1} places, "
                f"{self._late_count} taken later")


def sweep(session, paths):
    """Interrupts paths everywhere, in each round of the programs every one of them once; they begin
    in this order. Returns how often."""
    ways = [Way(session, path) for path in paths]
    mark = paths[0].mark
    stops = {mark, *(path.approach for path in paths)}
    tries = 0
    while any(way.left for way in ways):
        assert tries < sum(way.count for way in ways) + TRIES_MAX, (
            [f"{way}, {way.left[-1:]} not reached" for way in ways])
        tries += 1
        if session.walker.place != mark:
            session.walker.run_to(mark)
        passed = collections.Counter()
        for way in ways:
            while way.left and passed[way.path.approach] < way.path.number:
                passed[session.walker.run_to(*stops)] += 1
            if passed[mark] > 0 or way.left and not way.inject():
                if way.misses > MISSES_MAX:
                    way.learn()
                break
    for way in ways:
        print(way, flush=True)
    return sum(way.count for way in ways)


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
    """An emulated machine with programs, stopped before its first instruction. The first `orders`
    of them take orders. `options` are the emulator's."""

    def __init__(self, names, orders, options=()):
        board = Board(emulator.build_folder)
        self.kernel = ElfFile(board.kernel)
        self.family = FAMILIES[board.facts["toolchain"]](board.facts["facts"], self.kernel)
        self.programs = [Program(board, name, slot, self.family)
                         for slot, name in enumerate(names)]
        self._ordered = self.programs[:orders]
        self._folder = tempfile.TemporaryDirectory(prefix="bulkhead-")
        self._port = os.path.join(self._folder.name, "port")
        self.walker = Walker(board, self._folder.name)
        self.console = Emulator(names, icount_shift=ICOUNT_SHIFT,
                                options=["-gdb", f"unix:{self._port},server=on,wait=off",
                                         *self.walker.options, *options])

    def __enter__(self):
        self.console.__enter__()
        self.walker.connect()
        return self

    def __exit__(self, *error):
        self.walker.close()
        self.console.__exit__(*error)
        self._folder.cleanup()

    def wait_for_loops(self, place):
        """Lets programs make the calls of their start: what they wait in makes none. Then the
        machine runs until the processor comes to a place behind the first order."""
        for program in self._ordered:
            self.walker.run_to(program.symbol("injected_order").address)
        self.walker.send_on([place])

    def _order(self, value):
        """Writes programs' orders when they are about to read them."""
        for program in reversed(self._ordered):
            remote = Remote(self._port, self.family.PROGRAM_COUNTER)
            remote.run_to(program.symbol("injected_order").address, self.family.INSTRUCTION_BYTES)
            remote.write(program.report, value)
            remote.close()

    def begin(self):
        """Orders programs to make their calls. The processor stands where it was to come to."""
        self._order(ORDER_RUN)
        self.walker.wait()

    def go_on(self):
        """Orders programs to make their calls and waits until they have made some; the processor
        stops no more."""
        self.walker.free()
        self._order(ORDER_RUN)
        self._wait("calls")

    def end(self):
        """Orders programs to end; returns what they have found when they have: nothing wrong."""
        self.walker.free()
        self._order(ORDER_END)
        reports = self._wait("is_at_end")
        for report in reports:
            assert report["wrong_registers"] == report["wrong_results"] == 0, reports
        return reports

    def _wait(self, field):
        """Waits until that is no longer 0 in the report of any program; returns them all."""
        for _ in range(TRIES_MAX):
            time.sleep(POLL_SECONDS)
            reports = self._reports()
            if all(report[field] for report in reports):
                return reports
        raise AssertionError(f"{field} of a program remains 0: {reports}")

    def _reports(self):
        remote = Remote(self._port, self.family.PROGRAM_COUNTER)
        reports = [{field: remote.read_anyhow(program.report + 4 * i)
                    for i, field in enumerate(REPORT)} for program in self._ordered]
        remote.close()
        return reports
