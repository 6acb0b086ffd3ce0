# SPDX-License-Identifier: Apache-2.0 OR MIT
"""
A program that does what it is ordered, and the accesses that the kernel makes to its memory.

    with refused_programs(["refused", "neighbour"]) as (console, remote, family, kernel, programs):
        ordered = Ordered(remote, family, kernel, programs, fields)
        for place in sample(ordered.walk(number)):
            ordered.refuse_once(number, *place)

The places of accesses are the instructions of the exception table; a place comes with how often it
came before. The machine is stopped, but for the time that a method takes. The program has functions
refused_ready(), where it is about to look for an order, and refused_done(), and a structure
`report`, whose first word is the order.
"""

import contextlib
import os
import tempfile

from elf_file import ElfFile
from emulator import LINE_START, Emulator
from family import FAMILIES, windows
from program import Program
from remote import Remote

import emulator
from board import Board

WALK_INSTRUCTIONS_MAX = 6000
TRIES_MAX = 3000  # to reach a place, and until a program that was faulted lives again


@contextlib.contextmanager
def refused_programs(names, options=()):
    """The machine with programs, which are loaded, stopped: console, debugging port, and so on."""
    board = Board(emulator.build_folder)
    kernel = ElfFile(board.kernel)
    family = FAMILIES[board.facts["toolchain"]](board.facts["facts"], kernel)
    programs = [Program(board, name, slot, family) for slot, name in enumerate(names)]
    with tempfile.TemporaryDirectory(prefix="bulkhead-") as folder:
        port = os.path.join(folder, "port")
        # With "skip" every stop of the machine would take guest time to the next tick.
        with Emulator(names, idle="real",
                      options=["-gdb", f"unix:{port},server=on,wait=off", *options]) as console:
            console.expect(rf"{LINE_START}Loaded {names[-1]}")
            yield console, Remote(port, family.PROGRAM_COUNTER), family, kernel, programs


def sample(places, count_max):
    """At most so many of them: the first, the last, and evenly between."""
    step = max(1, (len(places) - 1) / (count_max - 1))
    return [places[round(i * step)] for i in range(count_max) if round(i * step) < len(places)]


class Ordered:
    """The first of the programs takes orders. `fields` are the words of its report."""

    def __init__(self, remote, family, kernel, programs, fields):
        self.remote = remote
        self.family = family
        self.programs = programs
        self._fields = fields
        self._report = programs[0].report
        self.ready = programs[0].symbol("refused_ready").address
        self.done = programs[0].symbol("refused_done").address
        self._crossings = kernel.one("capsule_watch").address  # its first field is their count
        self._windows = list(windows(kernel))
        # Frames of calls and upcalls; without them a process cannot go on.
        self._frames = [kernel.one(name) for name in family.FRAME_FUNCTIONS]

    def run_to_one_of(self, *places):
        """Stops take guest time on a slow host, and a capsule that is inside has two ticks: where
        one may be, the tick is told that it is another crossing."""
        if not any(program.has(self.remote.place) for program in self.programs):
            count = self.remote.read(self._crossings) + 1 & 0xFFFFFFFF
            self.remote.write(self._crossings, count)
        return self.remote.run_to_one_of(places, self.family.INSTRUCTION_BYTES)

    def report(self):
        return {field: self.remote.read_anyhow(self._report + 4 * i)
                for i, field in enumerate(self._fields)}

    def order(self, number):
        if self.remote.place != self.ready:
            self.run_to_one_of(self.ready)
        self.remote.write(self._report, number)

    def finish(self):
        """Comes to where an order is done; returns what came of it."""
        if self.remote.place != self.done:
            self.run_to_one_of(self.done)
        return self.report()

    def follow(self, number):
        """An order, undisturbed."""
        self.order(number)
        return self.finish()

    def _resume_of(self, place):
        """Where a refused access ends; None for an instruction that is none."""
        return next((resume for window, resume in self._windows if place in window), None)

    def is_of_frame(self, place):
        return any(function.address <= place < function.address + function.size_bytes
                   for function in self._frames)

    def walk(self, number, others=()):
        """The places of accesses that an order leads to, until it is done, or has waited for long,
        or one of other programs has its turn."""
        self.order(number)
        places, counts = [], {}
        for _ in range(WALK_INSTRUCTIONS_MAX):
            place = self.remote.step()
            if place == self.done or any(other.has(place) for other in others):
                break
            if self._resume_of(place) is not None:
                counts[place] = counts.get(place, -1) + 1
                places.append((place, counts[place]))
        self.finish()
        return places

    def stand_at(self, number, place, count):
        """Gives an order and stops at an access, in one that leads there."""
        for _ in range(TRIES_MAX):
            self.order(number)
            for i in range(count + 1):
                if i > 0:
                    self.remote.step()
                if self.run_to_one_of(place, self.done) != place:
                    self.finish()
                    break
            else:
                return
        raise AssertionError(f"order {number}: {place:#x} was not reached")

    def _refuse_here(self):
        place = self.remote.place
        kept = self.family.protection_close(self.remote)
        assert self.remote.place == place
        self.run_to_one_of(self._resume_of(place))
        return kept

    def refuse(self, number, place, count):
        """Has one access refused, and nothing put back: the program is faulted."""
        self.stand_at(number, place, count)
        self._refuse_here()

    def refuse_once(self, number, place, count):
        """Has one access refused, and the protection put back when the window returns: it tries
        what is left in smaller steps. Returns what came of the order."""
        self.stand_at(number, place, count)
        back = self.remote.register(self.family.RETURN) & ~1
        kept = self._refuse_here()
        self.run_to_one_of(back)
        assert self.family.window_is_closed(self.remote)
        self.family.protection_open(self.remote, kept)
        return self.finish()
