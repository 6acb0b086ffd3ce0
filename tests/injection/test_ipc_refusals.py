# SPDX-License-Identifier: Apache-2.0 OR MIT
"""
The hardware refuses an access to memory of either partner in the middle of an IPC call: as
test_refusals.py, with a client that is ordered and its server (tests/programs/refused_ipc*.c).

What was refused is told, to both if it was of a message; whatever came is right; and the next call
works. Where a program's frame lies in its memory, one whose results cannot be put there is faulted,
and its partner is told of its death.
"""

from emulator import LINE_START
from family import windows
from session import Session
from system_table import (
    RIGHT_CALL,
    RIGHT_GRANT,
    RIGHT_SEND,
    Row,
    call_entry,
    service,
    sought_entry,
    system_options,
    system_table,
)

from board import Board

RUNS_ON = "ipc"

CLIENT, SERVER = "refused_ipc_client", "refused_ipc_server"
BADGE = 0x77
ORDERS = {"call": 1, "offer": 2, "connect": 3}
REPORT = ("order", "status", "length", "told", "is_sound")
ERROR_PEER_DIED = 38
WORDS, TOLD_OWN, TOLD_CUT = 10, 1 << 8, 1 << 16
SAMPLES_MAX = 6  # for each order
WALK_INSTRUCTIONS_MAX = 8000
TRIES_MAX = 3000  # to reach a place, and until a program that was faulted lives again


class Client:
    """The program that takes orders; the machine is stopped."""

    def __init__(self, machine):
        self.machine = machine
        self.remote = machine.remote
        self.family = machine.family
        client = machine.programs[0]
        self.report_address = client.report
        self.ready = client.symbol("refused_ready").address
        self.done = client.symbol("refused_done").address
        self.windows = list(windows(machine.kernel))
        self.frames = [machine.kernel.one(name) for name in self.family.FRAME_FUNCTIONS]

    def run_to_one_of(self, *places):
        return self.remote.run_to_one_of(places, self.family.INSTRUCTION_BYTES)

    def order(self, number):
        if self.remote.place != self.ready:
            self.run_to_one_of(self.ready)
        self.remote.write(self.report_address, number)

    def report(self):
        return {field: self.remote.read_anyhow(self.report_address + 4 * i)
                for i, field in enumerate(REPORT)}

    def follow(self, number):
        """An order, undisturbed."""
        self.order(number)
        self.run_to_one_of(self.done)
        return self.report()

    def resume_of(self, place):
        for window, resume in self.windows:
            if place in window:
                return resume
        return None

    def is_of_frame(self, place):
        return any(function.address <= place < function.address + function.size_bytes
                   for function in self.frames)

    def walk(self, number):
        """The places at which the kernel accesses data, each with how often it came before."""
        self.order(number)
        places, counts = [], {}
        for _ in range(WALK_INSTRUCTIONS_MAX):
            place = self.remote.step()
            if place == self.done:
                return [place for place in places if not self.is_of_frame(place[0])]
            if self.resume_of(place) is not None:
                counts[place] = counts.get(place, -1) + 1
                places.append((place, counts[place]))
        raise AssertionError(f"order {number}: too long")

    def stand_at(self, number, place, count):
        """Gives an order and stops at a window; False if the way there was another one."""
        self.order(number)
        for i in range(count + 1):
            if i > 0:
                self.remote.step()
            if self.run_to_one_of(place, self.done) != place:
                return False
        return True

    def refuse(self, number, place, count):
        """Has one access refused, and the protection put back; returns what came of the order."""
        for _ in range(TRIES_MAX):
            if self.stand_at(number, place, count):
                break
        else:
            raise AssertionError(f"order {number}: {place:#x} was not reached")
        back = self.remote.register(self.family.RETURN) & ~1
        kept = self.family.protection_close(self.remote)
        assert self.remote.place == place
        self.run_to_one_of(self.resume_of(place))
        self.run_to_one_of(back)
        assert self.family.window_is_closed(self.remote)
        self.family.protection_open(self.remote, kept)
        self.run_to_one_of(self.done)
        return self.report()


def check_undisturbed(name, report):
    assert report["status"] == 0 and report["is_sound"], (name, report)
    if name != "connect":
        own = TOLD_OWN if name == "offer" else 0
        assert report["length"] == WORDS and report["told"] == WORDS | own, (name, report)


def is_death(report):
    """Whether the server was faulted, or the client, which has begun anew."""
    return report["order"] == 0 or report["status"] == ERROR_PEER_DIED


def is_told(name, report):
    """What is not told is right and whole: the kernel fetches words in blocks, which may end behind
    the message, and tries once more where it could put none of them."""
    assert report["is_sound"], (name, report)
    if name == "connect" or report["length"] == 0:
        assert report["status"] != 0, (name, report)
        return True
    is_cut_there = report["told"] & TOLD_CUT != 0
    is_cut_back = report["status"] != 0
    assert is_cut_back == (report["length"] < report["told"] & 0xFF), (name, report)
    if not is_cut_there and not is_cut_back:
        check_undisturbed(name, report)
        return False
    return True


def sample(places):
    """At most SAMPLES_MAX of them: the first, the last, and evenly between."""
    step = max(1, (len(places) - 1) / (SAMPLES_MAX - 1))
    return [places[round(i * step)] for i in range(SAMPLES_MAX) if round(i * step) < len(places)]


def check_goes_on(client, name, number):
    """The next call works, once both are alive."""
    for _ in range(TRIES_MAX):
        report = client.follow(number)
        if not is_death(report):
            break
    check_undisturbed(name, report)


def sweep(client):
    """Refuses a sample; returns how often that was told, and how often it was a death."""
    told_count, deaths = 0, 0
    for name, number in ORDERS.items():
        check_undisturbed(name, client.follow(number))
        places = client.walk(number)
        for place in sample(places):
            report = client.refuse(number, *place)
            if is_death(report) and client.family.FRAME_FUNCTIONS:
                deaths += 1
            else:
                told_count += is_told(name, report)
            check_goes_on(client, name, number)
        print(f"{name}: {len(places)} accesses, {len(sample(places))} refused", flush=True)
    return told_count, deaths


def test_refused_accesses_of_calls(board_build, tmp_path, record_property):
    rights = RIGHT_SEND | RIGHT_CALL | RIGHT_GRANT
    table = system_table([Row(CLIENT, 16, [call_entry(1, BADGE, rights)],
                              sought=[sought_entry(0)]), Row(SERVER, 16)],
                         [service("refused", 1)])
    options = system_options(Board(board_build), table, tmp_path)
    with Session([CLIENT, SERVER], 0, options) as session:
        session.console.expect(rf"{LINE_START}Loaded {SERVER}")
        machine = session.connect()
        client = Client(machine)
        # The server comes to its receive.
        client.run_to_one_of(client.ready)
        client.follow(0)
        told_count, deaths = sweep(client)
        machine.remote.close()
        session.console.send("list\r")
        session.console.expect(rf"{SERVER} +\d+ +\d+ ")
        output = session.console.output
    assert output.count("Fault: ") == deaths and "Kernel panic" not in output, output
    print(f"{told_count} refusals told, {deaths} deaths")
    record_property("refused accesses", told_count + deaths)
    assert told_count > SAMPLES_MAX
