# SPDX-License-Identifier: Apache-2.0 OR MIT
"""
The hardware refuses an access to memory of either partner in the middle of an IPC call: as
test_refusals.py, with a client that is ordered and its server (tests/programs/refused_ipc*.c).

What was refused is told, to both if it was of a message; whatever came is right; and the next call
works. Where a program's frame lies in its memory, one whose results cannot be put there is faulted,
and its partner is told of its death.
"""

from refusals import TRIES_MAX, Ordered, refused_programs, sample
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
        places = [place for place in client.walk(number) if not client.is_of_frame(place[0])]
        trials = sample(places, SAMPLES_MAX)
        for place in trials:
            report = client.refuse_once(number, *place)
            if is_death(report) and client.family.FRAME_FUNCTIONS:
                deaths += 1
            else:
                told_count += is_told(name, report)
            check_goes_on(client, name, number)
        print(f"{name}: {len(places)} accesses, {len(trials)} refused", flush=True)
    return told_count, deaths


def test_refused_accesses_of_calls(board_build, tmp_path, record_property):
    rights = RIGHT_SEND | RIGHT_CALL | RIGHT_GRANT
    table = system_table([Row(CLIENT, 16, [call_entry(1, BADGE, rights)],
                              sought=[sought_entry(0)]), Row(SERVER, 16)],
                         [service("refused", 1)])
    options = system_options(Board(board_build), table, tmp_path)
    with refused_programs([CLIENT, SERVER], options) as (console, *parts):
        client = Ordered(*parts, REPORT)
        # The server comes to its receive.
        client.run_to_one_of(client.ready)
        client.follow(0)
        told_count, deaths = sweep(client)
        client.remote.close()
        console.send("list\r")
        console.expect(rf"{SERVER} +\d+ +\d+ ")
        output = console.output
    assert output.count("Fault: ") == deaths and "Kernel panic" not in output, output
    print(f"{told_count} refusals told, {deaths} deaths")
    record_property("refused accesses", told_count + deaths)
    assert told_count > SAMPLES_MAX
