# SPDX-License-Identifier: Apache-2.0 OR MIT
"""
Every capsule fails in every basic block that it executes, and everybody else goes on.

On the boards of boards/injection/ the compiler has each basic block of a capsule call the board
first. Whenever no capsule is out of service, the next block that has not had its turn traps
there, or in a second run loops until the tick ends it; the capsule is restarted a millisecond
later. Blocks of init and on_restart have their turn like all others. If nothing is left to do while
an entry point is missing, some blocks around it have their turn again. Programs call every driver
in every way meanwhile (tests/programs/containment*), keys are typed, and lives end and begin. A
board with drivers of its own is about these; keys are typed there only to end a life, and what its
devices are connected to does something (tests/surroundings.py).

What must hold: no panic; no grant is entered by a capsule that does not run; an abort changes the
state of no other capsule, and leaves it no buffer; each request of a program comes to an end; a
program that uses none of the drivers notices nothing; every capsule works again in the end.
"""

import json
import os
import re
import struct
import subprocess
import tempfile
import time

import pytest
from elf_file import ElfFile
from emulator import Emulator
from family import FAMILIES
from remote import Remote, RemoteError
from surroundings import Surroundings

from board import Board

RUNS_ON = "injection"

def drivers():
    """Numbers of the drivers that the programs use beside the plain ones, in their order."""
    path = os.path.join(os.path.dirname(__file__), "..", "programs", "containment_drivers.h")
    with open(path, encoding="utf-8") as file:
        rows = re.findall(r"^    \{(0x[0-9A-F]+), \d", file.read(), re.MULTILINE)
    return list(dict.fromkeys(int(number, 0) for number in rows))


DRIVERS = drivers()
PROGRAMS = ["containment_neighbour", "containment_load", "containment_ending"]
MODE_OFF, MODES = 0, {"trap": 1, "loop": 2}
CALL = "__sanitizer_cov_trace_pc"
FIELDS = ("mode", "count", "blocks_outside", "grants_entered", "states_changed", "buffers_kept",
          "load_rounds", "endings", "neighbour_rounds", "neighbour_wrong", "reserve", "random",
          "transfers", *DRIVERS)
PLACE_BYTES, WORD_BITS = 4, 32
AGAIN_PARTS = 4  # when places have their turn again, one in so many does behind entry points

# Typed again and again, in pieces. \x14 is Ctrl-T, \x7F rubs out. The last one is more at once than
# a terminal keeps, so that it pauses its line.
PASTES = 4
KEYS = ["list\r", "status\r", "hel\x7Flp\r", "process containment_load\r", "kernel\r",
        "\x14ab\x14", "stop containment_load\r", "start containment_load\r", "\x1B[Aoops\r\n",
        "\x14xyzw1234\x14", "terminate containment_ending\r", "boot containment_ending\r",
        "focus containment_load\r", "abcd\x14", "boot containment_load\r", "console-stop\r",
        "console-start\r", "fault containment_ending\r", "\x14" * 3 + "\r",
        ("x" * 70 + "\x7F" * 70) * PASTES + "\r"]
PAUSE_SECONDS = 0.05
POLL_KEYS = 10  # pieces between two looks at the figures
QUIET_LOOKS = 4  # without anything new, then the run is over
QUIET_ROUNDS = 4  # of the programs, then some blocks have their turn again
LOOKS_MAX = 2000  # far more than it takes; a loaded host is slow
LOOK_SECONDS = 0.3  # between two looks where no keys are typed
KEYS_AT_ONCE, LOOKS_PER_TYPING = 3 * len(KEYS), 4
# Whoever has the focus, the process console has it then: what is typed for a program is lost.
FOCUS_KEYS = "\rfocus containment_load\r\x14"
RESUMING_KEYS = ("\rconsole-start\rboot containment_load\rstart containment_load\rlist\r" +
                 FOCUS_KEYS)
ENDING_KEYS = "\rterminate containment_ending\rboot containment_ending\r"
AGAIN_MAX = 60
STOPS_MAX = 2000
# Guest nanoseconds per instruction, as a power of two. Capsules that sum up whole sectors in a run
# are near the limit of a run, and the call in each block makes them slower; where capsules keep
# much, so does the comparison of their states behind a failure: what is no loop must not be taken
# for one, each time that the capsule starts.
SHIFT, SHIFT_LONG_RUNS = 6, 4
LONG_RUNS = {"flash_block", "sd_card"}
GOING_ON = ("load_rounds", "neighbour_rounds")
# Capsules that other boards have, too: those boards are about them. Keys are typed there.
PLAIN = {"terminal", "process_console", "console", "alarm", "led", "button", "low_level_debug",
         "random", "rng"}
VIRTUAL = {"virtual_uart", "virtual_alarm", "virtual_entropy", "virtual_test", "kernel_alarm",
           "entropy_test", "block_test"}
DISK_BYTES = 131072
# What the clients on the boards do not call (nobody watches or asks lights, or writes to buttons,
# no screen takes anything back), or nothing in the emulator does: a button without a pin that is
# pressed, deadlines (each device answers at once, the barometer has always measured, no bus is held
# for long), and what is given up after a deadline.
UNREACHED = {"button_changed", "virtual_entropy_first_cancel", "virtual_entropy_second_is_present",
             "virtual_uart_second_receive_pause",
             *(f"{sensor}_timer" for sensor in
               ("dps310", "emc1413", "lsm303dlhc", "tmp105", "tmp105_behind", "tmp421")),
             "virtual_gpio_first_watch", "virtual_gpio_first_is_high", "virtual_gpio_second_write",
             "virtual_spi_second_cancel", "virtual_spi_timer", "pca9548_first_cancel",
             # The engine for ciphers has done what it is asked before it could be asked again, and
             # what programs send as frames is not given up.
             "aes_timer", "virtual_ethernet_first_cancel",
             *(f"virtual_i2c_{client}_cancel" for client in
               ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth",
                "ninth", "tenth"))}


class Campaign:
    """A board that runs, seen through its debugging port."""

    def __init__(self, build, folder, surroundings):
        self.board = Board(build)
        self.family = FAMILIES[self.board.facts["toolchain"]]
        self.kernel = ElfFile(os.path.join(self.board.build, "kernel.elf"))
        self.injection = self.kernel.one("injection").address
        self.done_words = (int(self.board.facts["facts"]["BOARD_INJECTION_TEXT_BYTES"], 0) //
                           PLACE_BYTES // WORD_BITS)
        self.port = os.path.join(folder, "port")
        options = ["-gdb", f"unix:{self.port},server=on,wait=off", *surroundings.options]
        self.capsules = set(self.board.facts["capsules"])
        self.has_keys = self.capsules <= PLAIN | VIRTUAL
        self.done, self.turns, self.turns_again, self.again_count = set(), 0, 0, 0
        # {capsule: those that it calls}
        self.uses = {name: {re.search(r" of (\w+)", used)[1] for used in facts["uses"].values()}
                     for name, facts in self._authority().items()}
        self.drivers = self._drivers()
        self.going_on = [*GOING_ON, *self.drivers]
        if "block_test" in self.capsules:
            # Where buffers do not come home, transfers do not go on.
            self.going_on.append("transfers")
        if self.board.disk_sectors != 0:
            options += self.board.disk_options(os.path.join(folder, "disk"))
        elif "block_test" in self.capsules:
            disk = os.path.join(folder, "disk")
            with open(disk, "wb") as file:
                file.truncate(DISK_BYTES)
            options += ["-drive", f"file={disk},if=none,format=raw,id=disk",
                        "-device", "virtio-blk-device,drive=disk"]
        self.console = Emulator(PROGRAMS, options=options, icount_shift=(
            SHIFT_LONG_RUNS if self.capsules & LONG_RUNS else SHIFT))

    def _authority(self):
        path = os.path.join(self.board.build, "generated", "authority.json")
        with open(path, encoding="utf-8") as file:
            return json.load(file)

    def _drivers(self):
        """Those of DRIVERS that the board has."""
        found = {int(capsule["driver"], 0) for capsule in self._authority().values()
                 if capsule.get("driver")}
        return [driver for driver in DRIVERS if driver in found]

    def remote(self):
        """The machine, stopped where the kernel works or sleeps: the debugging port has the rights
        of the processor, and what it reads without them is not what is there."""
        for _ in range(STOPS_MAX):
            remote = Remote(self.port, self.family.PROGRAM_COUNTER)
            try:
                remote.read(self.injection)
                return remote
            except RemoteError:
                remote.close()
        raise AssertionError("a program runs all the time")

    def look(self, write=None):
        """The figures; changes words of the structure before, if asked to."""
        remote = self.remote()
        for offset, value in (write or {}).items():
            remote.write(self.injection + offset, value)
        words = self._words(remote, 0, len(FIELDS))
        remote.close()
        return dict(zip(FIELDS, words))

    def _words(self, remote, offset, count):
        """Words of the structure, by one question: the machine stands meanwhile."""
        value = remote.read(self.injection + offset, 4 * count)
        return struct.unpack(f"<{count}I", value.to_bytes(4 * count, "little"))

    def _done(self, remote):
        """What says which places had their turn, a bit for each: its address, and its words."""
        start = self.kernel.one("injection").size_bytes - 4 * self.done_words
        words = self._words(remote, start, self.done_words)
        self.done |= {place for place in range(self.done_words * WORD_BITS)
                      if words[place // WORD_BITS] >> place % WORD_BITS & 1}
        self.turns = self.turns_again + sum(word.bit_count() for word in words)
        return self.injection + start, words

    def places(self):
        """The places that had their turn."""
        remote = self.remote()
        self._done(remote)
        remote.close()
        return self.done

    def again(self, missed, blocks):
        """Has some places fail once more, others each time: of capsules that offer the entry points
        which are missing, and of those that have to do with them. What is called rarely, such as at
        the restart of another capsule, may have been out of service each time that it was."""
        points = self.points(blocks)
        of = {points[name] for name in missed}
        near = of | {other for other, uses in self.uses.items() if uses & of}
        near = near.union(*(self.uses[capsule] for capsule in of))
        places = [place for place, capsule in self.capsules_of(blocks).items() if capsule in near]
        part = self.again_count % (AGAIN_PARTS + 1)
        if part == 0:
            # A capsule begins anew, then one that it calls only at its start fails.
            firsts = {function: place for place, function in reversed(blocks.items())}
            places = [place for place in places if firsts[blocks[place]] == place
                      and blocks[place] in points and not blocks[place].endswith("_init")]
        else:
            places = places[part - 1::AGAIN_PARTS]
        self.again_count += 1
        remote = self.remote()
        address, words = self._done(remote)
        for index in {place // WORD_BITS for place in places}:
            mask = sum(1 << place % WORD_BITS for place in places if place // WORD_BITS == index)
            remote.write(address + 4 * index, words[index] & ~mask)
            self.turns_again += (words[index] & mask).bit_count()
        remote.close()

    def capsules_of(self, blocks):
        """{place: capsule} of all blocks, as far as their sources say."""
        start = self.kernel.one("capsule_text_start").address
        lines = subprocess.run(
            [f"{self.board.facts['binutils_prefix']}addr2line", "-e", self.kernel.path,
             *(hex(start + PLACE_BYTES * place) for place in blocks)],
            check=True, capture_output=True, text=True).stdout.splitlines()
        found = (re.search(r"/capsules/(\w+)/", line) for line in lines)
        return {place: match[1] for place, match in zip(blocks, found) if match}

    def points(self, blocks):
        """{entry point: capsule} of the capsules that this board is about. What a capsule offers to
        nobody on the board is not there: no wiring names it, and it has no block."""
        generated = os.path.join(self.board.build, "generated")
        with open(os.path.join(generated, "capsules.json"), encoding="utf-8") as file:
            capsules = json.load(file)
        with open(os.path.join(generated, "board_wiring.c"), encoding="utf-8") as file:
            named = set(re.findall(r"\bcall_(\w+)", file.read())) | set(blocks.values())
        return {name: capsule for capsule, facts in capsules.items()
                if self.has_keys or capsule not in PLAIN
                for name in [f"{capsule}_{point}" for point in facts["entry_points"]]
                + [offered for offered in facts["offered"] if offered in named]
                if name not in UNREACHED}

    def missed(self, blocks):
        """The entry points that have not failed yet."""
        covered = {blocks[place] for place in self.places() if place in blocks}
        return sorted(set(self.points(blocks)) - covered)

    def misses_an_end(self, blocks):
        """Whether a capsule has not failed yet when it was told that a life is over. One that ends
        by itself begins anew so late that this would take long."""
        return any(name.endswith("_process_ended") for name in self.missed(blocks))

    def run(self, mode, blocks):
        """Injects until there is nothing new, and again while an entry point is missing."""
        self.look({0: mode})
        before, quiet, changed, key = self.look(), 0, 0, 0
        for look in range(LOOKS_MAX):
            # Printing takes most of the machine's time, so it is not always asked for.
            if self.has_keys and (key < KEYS_AT_ONCE or look % LOOKS_PER_TYPING == 0):
                for _ in range(POLL_KEYS):
                    self.console.send(KEYS[key % len(KEYS)])
                    key += 1
                    time.sleep(PAUSE_SECONDS)
                if key >= KEYS_AT_ONCE:
                    self.console.send(RESUMING_KEYS)
            else:
                if self.has_keys:
                    self.console.send(FOCUS_KEYS)
                elif before["endings"] > 0 and self.misses_an_end(blocks):
                    self.console.send(ENDING_KEYS)
                time.sleep(LOOK_SECONDS)
            assert self.console.alive, self.console.output[-2000:]
            now = self.look()
            quiet = quiet + 1 if now["count"] == before["count"] else 0
            before = now
            changed = now["load_rounds"] if quiet == 0 else changed
            missed = self.missed(blocks) if quiet >= QUIET_LOOKS else []
            if quiet >= QUIET_LOOKS and not missed:
                break
            if missed and now["load_rounds"] - changed >= QUIET_ROUNDS:
                self.again(missed, blocks)
                quiet = 0
        return self.look({0: MODE_OFF})

    def blocks(self):
        """{place: function} of all basic blocks of the capsules."""
        objdump = f"{self.board.facts['binutils_prefix']}objdump"
        text = subprocess.run(
            [objdump, "-d", "--no-show-raw-insn", self.kernel.path], check=True,
            capture_output=True, text=True).stdout
        start = self.kernel.one("capsule_text_start").address
        found, function, is_behind = {}, None, False
        for line in text.splitlines():
            head = re.match(r"[0-9a-f]+ <(.+)>:$", line)
            instruction = re.match(r" *([0-9a-f]+):\t", line)
            if head:
                function = head[1]
            elif instruction:
                if is_behind:
                    found[(int(instruction[1], 16) - start) // PLACE_BYTES] = function
                is_behind = f"<{CALL}>" in line
        return found


@pytest.mark.parametrize("mode", MODES)
def test_capsules_fail_everywhere(mode, board_build):
    with tempfile.TemporaryDirectory(prefix="bulkhead-") as folder, \
            Surroundings(Board(board_build).facts["capsules"], folder) as surroundings:
        campaign = Campaign(board_build, folder, surroundings)
        blocks = campaign.blocks()
        with campaign.console, surroundings.at_work(campaign.console):
            figures = campaign.run(MODES[mode], blocks)
            places = campaign.places()
            before = campaign.look()
            after = campaign.look()
            for _ in range(AGAIN_MAX):
                if all(after[going_on] > before[going_on] for going_on in campaign.going_on):
                    break
                # What was typed when keys were lost may have stopped or ended somebody (two halves
                # of lines may make a third), and may have moved the focus.
                if campaign.has_keys:
                    campaign.console.send(RESUMING_KEYS)
                time.sleep(10 * PAUSE_SECONDS)
                after = campaign.look()
            output = campaign.console.output
    covered = {blocks[place] for place in places if place in blocks}
    points = campaign.points(blocks)
    missed = set(points) - covered
    print(f"{os.path.basename(board_build)} {mode}: {figures['count']} injections in "
          f"{len(places & set(blocks))} of {len(blocks)} blocks, "
          f"{len(set(points) & covered)} of {len(points)} entry points, "
          f"{figures['reserve']} requests ended by a restart, {figures['endings']} lives")
    assert figures["count"] == campaign.turns
    assert len(places) > len(blocks) // 2
    assert not missed, f"never failed: {sorted(missed)}; {after}"
    assert figures["blocks_outside"] == 0
    assert not places - set(blocks), "places that are no blocks"
    for wrong in ("grants_entered", "states_changed", "buffers_kept", "neighbour_wrong"):
        assert after[wrong] == 0, wrong
    assert figures["reserve"] > 0 and figures["endings"] > 0
    # The last one: with injections off, everybody goes on.
    assert after["count"] == before["count"]
    for going_on in campaign.going_on:
        assert after[going_on] > before[going_on], \
            f"{going_on} stands still: {after}\n{output[-2000:]}"
    assert "Kernel panic" not in output
