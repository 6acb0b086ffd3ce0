# SPDX-License-Identifier: Apache-2.0 OR MIT
"""
The hardware refuses an access to process memory in the middle of what the kernel does.

A program (tests/programs/refused.c) does what it is ordered. Each order is walked once undisturbed;
that gives all places, in order, at which the kernel accesses the program's memory: the instructions
of the exception table. At a sample of them the machine is stopped again, all of the protection
unit's entries for programs are turned off, and the instruction is executed. It must end where the
table says. Then the protection is put back, as after an error on the bus, or left as it is, and the
result is compared with what is promised, and what was printed with what the program was told.
Another program, whose turns come between, counts its calls.

A request to end the program that comes in the middle of a copy, too, is served behind it.
"""

import contextlib
import os
import re
import tempfile
import time

from elf_file import ElfFile
from emulator import LINE_START, Emulator
from family import FAMILIES, windows
from program import Program
from remote import Remote

import emulator
from board import Board

RUNS_ON = "capsule_test"
RUNS_ON_VARIANTS = False

PROGRAMS = ("refused", "injected_neighbour")
SAMPLES_MAX = 7  # for each order
DEATHS_MAX = 3  # each restart takes twice as long as the one before
WALK_INSTRUCTIONS_MAX = 6000
TRIES_MAX = 500
# What the program writes, and a line's end. Nobody else prints these characters.
TEXT = "{}~^@{{}}~~^^@@{{{}}}~~~^^^@@@{{{{}}}}~~~~^^^^@@@@{}{}~~^@^@"
TEXT_BYTES, FLAG_UNTOUCHED = len(TEXT) + 1, 0x5A
ORDERS = {"write": 1, "flag": 2, "upcall": 3, "load": 4, "grow": 5}
REPORT = ("order", "variant", "value", "completions", "completed_bytes", "flag", "is_sound")
FAILURE, SUCCESS, SUCCESS_U32 = 0, 128, 129
ERROR_INVALID = 6
NEIGHBOUR_RUN = 1


class Machine:
    """The emulated machine, stopped."""

    def __init__(self, remote, family, kernel, programs):
        self.remote = remote
        self.family = family
        self.refused, self.neighbour = programs
        self.ready = self.refused.symbol("refused_ready").address
        self.done = self.refused.symbol("refused_done").address
        self.kernel_entry = kernel.one(family.KERNEL_ENTRY).address
        self.crossings = kernel.one("capsule_watch").address  # its first field is their count
        self.windows = list(windows(kernel))
        # Frames of calls and upcalls; without them a process cannot go on.
        self.frames = [kernel.one(name) for name in family.FRAME_FUNCTIONS]
        self.process_control = kernel.one("process_control").address
        self.written = []  # by each write: how many bytes, as the program was told; None: no word

    def run_to_one_of(self, *places):
        """Stops take guest time on a slow host, and a capsule that is inside has two ticks: where
        one may be, the tick is told that it is another crossing."""
        place = self.remote.place
        if not self.refused.has(place) and not self.neighbour.has(place):
            self.remote.write(self.crossings, self.remote.read(self.crossings) + 1 & 0xFFFFFFFF)
        return self.remote.run_to_one_of(places, self.family.INSTRUCTION_BYTES)

    def order(self, number):
        if self.remote.place != self.ready:
            self.run_to_one_of(self.ready)
        self.remote.write(self.refused.report, number)

    def resume_of(self, place):
        """Where a refused access ends; None for an instruction that is none."""
        for window, resume in self.windows:
            if place in window:
                return resume
        return None

    def is_of_frame(self, place):
        return any(function.address <= place < function.address + function.size_bytes
                   for function in self.frames)

    def walk(self, number, has_data):
        """The places of windows that an order leads to, each with how often it came before. If it
        has data: one that the neighbour's turn does not cut short before any of them."""
        for _ in range(TRIES_MAX):
            places = self._walk_once(number)
            if self.remote.place != self.done:
                self.run_to_one_of(self.done)
            self.finish(number)
            if not has_data or not all(self.is_of_frame(place) for place, _ in places):
                return places
        raise AssertionError(f"order {number}: no walk came to the data")

    def _walk_once(self, number):
        self.order(number)
        places, counts = [], {}
        for _ in range(WALK_INSTRUCTIONS_MAX):
            place = self.remote.step()
            if place == self.done or self.neighbour.has(place):
                break
            if self.resume_of(place) is not None:
                counts[place] = counts.get(place, -1) + 1
                places.append((place, counts[place]))
        return places

    def finish(self, number):
        """Where an order is done: what came of it."""
        report = self.report()
        if number == ORDERS["write"]:
            self.written.append(report["completed_bytes"])
        return report

    def stand_at(self, number, place, count):
        """Gives an order and stops at a window; False if the way there was another one."""
        self.order(number)
        for i in range(count + 1):
            if i > 0:
                self.remote.step()
            if self.run_to_one_of(place, self.done) != place:
                self.finish(number)
                return False
        return True

    def refuse(self, place):
        """Executes the instruction with the protection closed; returns how it was."""
        kept = self.family.protection_close(self.remote)
        assert self.remote.place == place
        self.run_to_one_of(self.resume_of(place))
        return kept

    def refuse_once(self, place):
        """The same until the window returns: it tries what is left in smaller steps."""
        back = self.remote.register(self.family.RETURN) & ~1
        kept = self.refuse(place)
        self.run_to_one_of(back)
        assert self.family.window_is_closed(self.remote)
        self.family.protection_open(self.remote, kept)

    def report(self):
        return {field: self.remote.read_anyhow(self.refused.report + 4 * i)
                for i, field in enumerate(REPORT)}


def check_result(name, report):
    """What is promised of an order of which one access was refused once."""
    assert report["is_sound"], report
    if name == "write":
        # The write ends where it could not go on, and says so, once.
        assert report["variant"] == SUCCESS, report
        assert report["completions"] == 1 and report["completed_bytes"] < TEXT_BYTES, report
    elif name == "flag":
        assert report["flag"] == FLAG_UNTOUCHED, report
    elif name == "load":
        assert (report["variant"], report["value"]) == (FAILURE, ERROR_INVALID), report
    elif name == "grow":
        assert report["variant"] == SUCCESS, report


def check_undisturbed(name, report):
    assert report["is_sound"], report
    if name == "write":
        assert report["completed_bytes"] == TEXT_BYTES, report
    elif name == "flag":
        assert report["flag"] == 0, report
    elif name == "upcall":
        assert report["completions"] == 1, report
    elif name == "load":
        assert report["variant"] == SUCCESS_U32, report
    elif name == "grow":
        assert report["variant"] == SUCCESS, report


def sample(places):
    """At most SAMPLES_MAX of them: the first, the last, and evenly between."""
    step = max(1, (len(places) - 1) / (SAMPLES_MAX - 1))
    return [places[round(i * step)] for i in range(SAMPLES_MAX) if round(i * step) < len(places)]


def one_refused(machine, number, place, count):
    """Has one access refused, and the protection put back; the order goes on."""
    for _ in range(TRIES_MAX):
        if machine.stand_at(number, place, count):
            machine.refuse_once(place)
            machine.run_to_one_of(machine.done)
            return machine.finish(number)
    raise AssertionError(f"order {number}: {place:#x} was not reached")


def death(machine, number, place, count):
    """Has one access refused, and nothing put back: the program is faulted, and begins anew."""
    for _ in range(TRIES_MAX):
        if machine.stand_at(number, place, count):
            machine.refuse(place)
            if number == ORDERS["write"]:
                machine.written.append(None)
            machine.run_to_one_of(machine.ready)
            assert machine.report()["order"] == 0, "the program goes on as if nothing had been"
            return
    raise AssertionError(f"order {number}: {place:#x} was not reached")


def sweep(machine):
    """Refuses everything; returns how often the program went on, and how often it died."""
    refused_count, lasting = 0, []
    for name, number in ORDERS.items():
        places = machine.walk(number, name not in machine.family.ORDERS_WITHOUT_DATA)
        check_undisturbed(name, machine.report())
        data = [place for place in places if not machine.is_of_frame(place[0])]
        frames = [place for place in places if machine.is_of_frame(place[0])]
        for place in sample(data):
            check_result(name, one_refused(machine, number, *place))
            refused_count += 1
        lasting += [(number, *place) for place in sample(data)[:1] + sample(frames)[-1:]]
        print(f"{name}: {len(places)} accesses, {len(frames)} of them to a frame", flush=True)
    for trial in lasting[:DEATHS_MAX]:
        death(machine, *trial)
    return refused_count, len(lasting[:DEATHS_MAX])


def neighbour_report(machine):
    """Calls, wrong registers, wrong results. Only the kernel sees all memory."""
    machine.run_to_one_of(machine.kernel_entry)
    return [machine.remote.read_anyhow(machine.neighbour.report + 4 * i) for i in (1, 3, 4)]


def neighbour_goes_on(machine, before):
    """The same when it has made another call. An interrupt at a place may come before its
    instruction, and then one passage is two stops."""
    for _ in range(TRIES_MAX):
        machine.run_to_one_of(machine.neighbour.symbol("injected_order").address)
        after = neighbour_report(machine)
        if after[0] > before[0]:
            return after
    raise AssertionError(f"{PROGRAMS[1]} does not go on")


def check_printed(written, output):
    """Of each write what its program was told is printed, and no byte more or less: where it was
    told nothing, any part from the start on."""
    parts = []
    for count in written:
        ends = range(len(TEXT) + 1) if count is None else [min(count, len(TEXT))]
        parts.append("|".join(re.escape(TEXT[:end]) for end in ends))
    printed = "".join(character for character in output if character in TEXT)
    assert re.fullmatch("".join(f"(?:{part})" for part in parts), printed), (written, printed)


@contextlib.contextmanager
def session():
    """The machine with both programs, stopped, and its console; the neighbour makes its calls."""
    board = Board(emulator.build_folder)
    kernel = ElfFile(board.kernel)
    family = FAMILIES[board.facts["toolchain"]](board.facts["facts"], kernel)
    programs = [Program(board, name, slot, family) for slot, name in enumerate(PROGRAMS)]
    with tempfile.TemporaryDirectory(prefix="bulkhead-") as folder:
        port = os.path.join(folder, "port")
        with Emulator(PROGRAMS, idle="real",
                      options=["-gdb", f"unix:{port},server=on,wait=off"]) as console:
            console.expect(rf"{LINE_START}Loaded {PROGRAMS[-1]}")
            machine = Machine(Remote(port, family.PROGRAM_COUNTER), family, kernel, programs)
            machine.run_to_one_of(machine.neighbour.symbol("injected_order").address)
            machine.remote.write(machine.neighbour.report, NEIGHBOUR_RUN)
            yield machine, console


def restarts_of_refused(console):
    console.send("list\r")
    return int(console.expect(rf"^ *\d+ +\S+ +{PROGRAMS[0]} +\d+ +\d+ +(\d+) ")[1])


def test_refused_accesses(record_property):
    with session() as (machine, console):
        refused_count, deaths = sweep(machine)
        before = neighbour_report(machine)
        for name, number in ORDERS.items():
            machine.order(number)
            machine.run_to_one_of(machine.done)
            check_undisturbed(name, machine.finish(number))
        for _ in range(2):
            machine.run_to_one_of(machine.neighbour.symbol("injected_order").address)
            machine.run_to_one_of(machine.ready)
        after = neighbour_report(machine)
        machine.remote.close()
        assert restarts_of_refused(console) == deaths
        assert "Kernel panic" not in console.output and "failed." not in console.output
        check_printed(machine.written, console.output)
    print(f"{refused_count} accesses refused once, {deaths} for good; calls of the neighbour: "
          f"{before[0]}, then {after[0]}")
    record_property("refused accesses", refused_count + deaths)
    assert after[0] > before[0] > 0 and after[1:] == [0, 0]
    assert refused_count > SAMPLES_MAX


def end_request_come(machine, console, place, count):
    """A line that asks to end the program is typed, but for its end. The program is to write, and
    in the middle of the copy the end comes. Stands behind the copy then."""
    number = ORDERS["write"]
    console.send(f"terminate {PROGRAMS[0]}")
    while f"terminate {PROGRAMS[0]}" not in console.output:
        machine.order(ORDERS["flag"])
        machine.run_to_one_of(machine.done)
    for _ in range(TRIES_MAX):
        if machine.stand_at(number, place, count):
            break
    else:
        raise AssertionError("the copy was not reached")
    back = machine.remote.register(machine.family.RETURN) & ~1
    console.send("\r")
    while not machine.family.byte_has_come(machine.remote):
        time.sleep(0.01)
    assert machine.run_to_one_of(back, machine.process_control) == back, "ended inside a copy"
    assert machine.remote.register(machine.family.ARGUMENT_FIRST) == 0, "bytes were left out"
    # Should the program come so far, it writes nothing more.
    machine.remote.write_anyhow(machine.refused.report, ORDERS["flag"])
    machine.run_to_one_of(machine.process_control)
    machine.written.append(None)


def test_end_that_is_asked_for_in_a_copy_comes_behind_it():
    with session() as (machine, console):
        places = [place for place in machine.walk(ORDERS["write"], True)
                  if not machine.is_of_frame(place[0])]
        end_request_come(machine, console, *places[len(places) // 2])
        before = neighbour_report(machine)
        after = neighbour_goes_on(machine, before)
        assert before[0] > 0 and after[1:] == [0, 0]
        # It can begin anew, and what it had begun is over.
        console.send(f"boot {PROGRAMS[0]}\r")
        machine.order(ORDERS["write"])
        machine.run_to_one_of(machine.done)
        check_undisturbed("write", machine.finish(ORDERS["write"]))
        machine.order(ORDERS["flag"])  # on its own the program follows its last order again
        machine.remote.close()
        assert restarts_of_refused(console) == 1
        assert "Kernel panic" not in console.output and "failed." not in console.output
        check_printed(machine.written, console.output)
