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

from elf_file import ElfFile
from emulator import LINE_START, Emulator
from family import FAMILIES
from remote import Remote

import emulator
from board import Board

RUNS_ON = "capsule_test"

PROGRAMS = ("injected", "injected_neighbour")
PATH_INSTRUCTIONS_MAX = 2000
TRIES_MAX = 40  # to find the machine in the state in which a path is walked
ORDER_RUN, ORDER_END = 1, 2
REPORT = ("order", "calls", "rounds", "wrong_registers", "wrong_results", "is_at_end")

DRIVER_ABSENT, DRIVER_WINDOW_TEST = 0x7777, 0xF0003
YIELD_NO_WAIT, YIELD_WAIT = 0, 1


class Program:
    """One of the two programs, as it is linked for its slot."""

    def __init__(self, board, name, slot, family):
        self.elf = ElfFile(os.path.join(board.build, "programs", name, f"slot{slot}.elf"))
        self.family = family
        self.flash = int(board.facts["slots"][slot].split(":")[0], 0)
        self.flash_end = self.flash + int(board.facts["facts"]["BOARD_SLOT_FLASH_BYTES"], 0)
        self.report = self.symbol("report").address

    def symbol(self, name):
        return self.elf.one(name)

    def call_in(self, name):
        """Address of the call instruction in a probe."""
        symbol = self.symbol(name)
        code = self.elf.read(symbol.address, symbol.size_bytes)
        return next(symbol.address + offset for offset in range(0, len(code) - 3, 2)
                    if self.family.is_call(code, offset))

    def has(self, address):
        return self.flash <= address < self.flash_end


class Path:
    """A way through the kernel: where it begins, in which state, and where it ends."""

    def __init__(self, name, approach, start, argument, is_end, starts_with_timer=False):
        self.name = name
        self.approach = approach  # a place shortly before the start
        self.start = start
        self.argument = argument  # the first word that the register set at `approach` holds
        self.is_end = is_end
        self.starts_with_timer = starts_with_timer
        self.places = []


class Machine:
    """The emulated machine with both programs and its debugging port."""

    def __init__(self, remote, family, programs, kernel):
        self.remote = remote
        self.family = family
        self.injected, self.neighbour = programs
        self.kernel = kernel

    def order(self, program, value):
        """Writes a program's order when it is about to read it."""
        place = program.symbol("injected_order").address
        self.remote.run_to(place, self.family.INSTRUCTION_BYTES)
        self.remote.write(program.report, value)

    def end(self, program):
        """Orders a program to end and waits until it has."""
        self.order(program, ORDER_END)
        entry = self.kernel.one(self.family.KERNEL_ENTRY).address
        for _ in range(TRIES_MAX):
            self.remote.run_to(entry, self.family.INSTRUCTION_BYTES)
            if self.report_of(program)["is_at_end"]:
                return
        raise AssertionError("a program did not come to its end")

    def report_of(self, program):
        return {field: self.remote.read(program.report + 4 * i)
                for i, field in enumerate(REPORT)}

    def place_name(self, address):
        if self.injected.has(address) or self.neighbour.has(address):
            return "program"
        return self.kernel.place(address)

    def begin(self, path):
        """Stands at the start of a path, with no interrupt pending."""
        for _ in range(TRIES_MAX):
            self.remote.run_to(path.approach, self.family.INSTRUCTION_BYTES)
            if path.argument is not None and path.argument != self.remote.read(
                    self.remote.register(self.family.ARGUMENT_FIRST)):
                self.remote.run_to(path.start, self.family.INSTRUCTION_BYTES)
                continue
            # Time stands still from here on; what is due now is served on the way.
            for _ in range(PATH_INSTRUCTIONS_MAX):
                if self.remote.step() == path.start:
                    if path.starts_with_timer:
                        self.family.timer(self.remote)
                    return
        raise AssertionError(f"{path.name}: its call did not come")

    def record(self, path):
        """Walks a path undisturbed and keeps its places."""
        for _ in range(TRIES_MAX):
            self.begin(path)
            places = [path.start]
            while len(places) < PATH_INSTRUCTIONS_MAX:
                place = self.remote.step()
                if path.is_end(place):
                    path.places = places
                    return
                places.append(place)
                if path.starts_with_timer and self.injected.has(place):
                    break  # the slice goes on
        raise AssertionError(f"{path.name}: its end did not come")

    def inject(self, path, index, interrupt):
        """Walks to an instruction of a path, makes the interrupt pending; whether it was taken."""
        for _ in range(TRIES_MAX):
            self.begin(path)
            if all(self.remote.step() == place for place in path.places[1:index + 1]):
                interrupt(self.remote)
                expected = path.places[index + 1] if index + 1 < len(path.places) else None
                place = self.remote.step()
                return not (path.is_end(place) if expected is None else place == expected)
        raise AssertionError(f"{path.name}: instruction {index} was not reached as before")


def paths_of(machine):
    family = machine.family
    switched = machine.neighbour.has

    def call_path(name, probe, argument, is_end=None):
        call = machine.injected.call_in(probe)
        behind = call + family.CALL_BYTES
        return Path(name, machine.injected.symbol(probe).address, call, argument,
                    is_end or (lambda place: place == behind))

    idle = machine.injected.symbol("probe_nothing")
    middle = idle.address + idle.size_bytes // 2 & ~3
    return [
        call_path("call and fast return", "probe_command", DRIVER_ABSENT),
        call_path("upcall and its return", "probe_yield", YIELD_NO_WAIT),
        call_path("copy refused by the hardware", "probe_command", DRIVER_WINDOW_TEST),
        call_path("switch by yield", "probe_yield", YIELD_WAIT, switched),
        Path("switch at the end of a slice", middle, middle + 4, None, switched,
             starts_with_timer=True),
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
        for kind, interrupt in machine.family.interrupts.items():
            taken = [machine.inject(path, index, interrupt) for index in range(len(path.places))]
            count += len(taken)
            late = [machine.place_name(place) for place, is_taken in zip(path.places, taken)
                    if not is_taken]
            print(f"{path.name}, {kind}: {len(taken)} injections, {len(late)} taken later: {late}")
    for program in (machine.injected, machine.neighbour):
        machine.end(program)
    return count


def test_interrupt_at_every_instruction(record_property):
    board = Board(emulator.build_folder)
    family = FAMILIES[board.facts["toolchain"]](board.facts["facts"])
    programs = [Program(board, name, slot, family) for slot, name in enumerate(PROGRAMS)]
    kernel = ElfFile(board.kernel)
    with tempfile.TemporaryDirectory(prefix="bulkhead-") as folder:
        port = os.path.join(folder, "port")
        options = ["-gdb", f"unix:{port},server=on,wait=off"]
        with Emulator(list(PROGRAMS), options=options) as console:
            console.expect(rf"{LINE_START}Loaded {PROGRAMS[-1]}")
            before = call_counts(console)
            remote = Remote(port, family.PROGRAM_COUNTER)
            machine = Machine(remote, family, programs, kernel)
            count = sweep(machine)
            reports = {name: machine.report_of(program)
                       for name, program in zip(PROGRAMS, programs)}
            remote.close()
            after = call_counts(console)
    print(f"{count} injections", reports)
    for name in PROGRAMS:
        assert reports[name]["wrong_registers"] == 0, reports
        assert reports[name]["wrong_results"] == 0, reports
        assert after[name] - before[name] == reports[name]["calls"] > count / 20, reports
    record_property("injections", count)
