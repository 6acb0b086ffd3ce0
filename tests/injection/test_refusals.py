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

import re
import time

from refusals import Ordered, refused_programs, sample

RUNS_ON = "capsule_test"
RUNS_ON_VARIANTS = False

PROGRAMS = ("refused", "injected_neighbour")
SAMPLES_MAX = 7  # for each order
DEATHS_MAX = 3  # each restart takes twice as long as the one before
TRIES_MAX = 500
# What the program writes, and a line's end. Nobody else prints these characters.
TEXT = "{}~^@{{}}~~^^@@{{{}}}~~~^^^@@@{{{{}}}}~~~~^^^^@@@@{}{}~~^@^@"
TEXT_BYTES, FLAG_UNTOUCHED = len(TEXT) + 1, 0x5A
ORDERS = {"write": 1, "flag": 2, "upcall": 3, "load": 4, "grow": 5}
REPORT = ("order", "variant", "value", "completions", "completed_bytes", "flag", "is_sound")
FAILURE, SUCCESS, SUCCESS_U32 = 0, 128, 129
ERROR_INVALID = 6
NEIGHBOUR_RUN = 1


class Refused(Ordered):
    """Both programs, of which one is ordered; the other one makes its calls."""

    def __init__(self, remote, family, kernel, programs):
        super().__init__(remote, family, kernel, programs, REPORT)
        self.neighbour = programs[1]
        self.neighbour_loop = self.neighbour.symbol("injected_order").address
        self.kernel_entry = kernel.one(family.KERNEL_ENTRY).address
        self.process_control = kernel.one("process_control").address
        self.written = []  # by each write: how many bytes, as the program was told; None: no word
        self._number = 0
        self.run_to_one_of(self.neighbour_loop)
        remote.write(self.neighbour.report, NEIGHBOUR_RUN)

    def order(self, number):
        super().order(number)
        self._number = number

    def finish(self):
        report = super().finish()
        if self._number == ORDERS["write"]:
            self.written.append(report["completed_bytes"])
        return report

    def walk_to_data(self, number):
        """A walk that the neighbour's turn does not cut short before any access to data."""
        for _ in range(TRIES_MAX):
            places = self.walk(number, [self.neighbour])
            if not all(self.is_of_frame(place) for place, _ in places):
                return places
        raise AssertionError(f"order {number}: no walk came to the data")


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


def death(machine, number, place, count):
    """Has one access refused, and nothing put back: the program is faulted, and begins anew."""
    machine.refuse(number, place, count)
    if number == ORDERS["write"]:
        machine.written.append(None)
    machine.run_to_one_of(machine.ready)
    assert machine.report()["order"] == 0, "the program goes on as if nothing had been"


def sweep(machine):
    """Refuses everything; returns how often the program went on, and how often it died."""
    refused_count, lasting = 0, []
    for name, number in ORDERS.items():
        if name in machine.family.ORDERS_WITHOUT_DATA:
            places = machine.walk(number, [machine.neighbour])
        else:
            places = machine.walk_to_data(number)
        check_undisturbed(name, machine.report())
        data = [place for place in places if not machine.is_of_frame(place[0])]
        frames = [place for place in places if machine.is_of_frame(place[0])]
        for place in sample(data, SAMPLES_MAX):
            check_result(name, machine.refuse_once(number, *place))
            refused_count += 1
        lasting += [(number, *place) for place in data[:1] + frames[-1:]]
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
        machine.run_to_one_of(machine.neighbour_loop)
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


def restarts_of_refused(console):
    console.send("list\r")
    return int(console.expect(rf"^ *\d+ +\S+ +{PROGRAMS[0]} +\d+ +\d+ +(\d+) ")[1])


def test_refused_accesses(record_property):
    with refused_programs(PROGRAMS) as (console, *parts):
        machine = Refused(*parts)
        refused_count, deaths = sweep(machine)
        before = neighbour_report(machine)
        for name, number in ORDERS.items():
            check_undisturbed(name, machine.follow(number))
        for _ in range(2):
            machine.run_to_one_of(machine.neighbour_loop)
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
    console.send(f"terminate {PROGRAMS[0]}")
    while f"terminate {PROGRAMS[0]}" not in console.output:
        machine.follow(ORDERS["flag"])
    machine.stand_at(ORDERS["write"], place, count)
    back = machine.remote.register(machine.family.RETURN) & ~1
    console.send("\r")
    while not machine.family.byte_has_come(machine.remote):
        time.sleep(0.01)
    assert machine.run_to_one_of(back, machine.process_control) == back, "ended inside a copy"
    assert machine.remote.register(machine.family.ARGUMENT_FIRST) == 0, "bytes were left out"
    # Should the program come so far, it writes nothing more.
    machine.remote.write_anyhow(machine.programs[0].report, ORDERS["flag"])
    machine.run_to_one_of(machine.process_control)
    machine.written.append(None)


def test_end_that_is_asked_for_in_a_copy_comes_behind_it():
    with refused_programs(PROGRAMS) as (console, *parts):
        machine = Refused(*parts)
        places = [place for place in machine.walk_to_data(ORDERS["write"])
                  if not machine.is_of_frame(place[0])]
        end_request_come(machine, console, *places[len(places) // 2])
        before = neighbour_report(machine)
        after = neighbour_goes_on(machine, before)
        assert before[0] > 0 and after[1:] == [0, 0]
        # It can begin anew, and what it had begun is over.
        console.send(f"boot {PROGRAMS[0]}\r")
        check_undisturbed("write", machine.follow(ORDERS["write"]))
        machine.order(ORDERS["flag"])  # on its own the program follows its last order again
        machine.remote.close()
        assert restarts_of_refused(console) == 1
        assert "Kernel panic" not in console.output and "failed." not in console.output
        check_printed(machine.written, console.output)
