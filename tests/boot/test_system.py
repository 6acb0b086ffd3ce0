# SPDX-License-Identifier: Apache-2.0 OR MIT
"""The sample system with a serial driver, on every board that has a file for it: who gets what is
typed, who may spoil what, and what happens when the driver dies."""

import contextlib
import os
import pathlib
import re

import pytest
from emulator import LINE_START, Emulator
from second_line import SecondLine

from board import Board

PAIRS_BUILDS_ITSELF = True

SAMPLE = pathlib.Path(__file__).resolve().parents[2] / "user" / "samples" / "system"
# Everything that may stand on the second line: what was typed, and what a client said.
LINES = re.compile(r"[ -~]*|(first|second): [ -~]{1,80}")


def sample_of(build):
    """The file for a board, or None."""
    board = Board(build).facts["board"].removesuffix("-ipc")
    path = SAMPLE / f"serial-{board}.system"
    return path if path.exists() else None


BUILDS = [build for build in os.environ["BULKHEAD_IPC_BUILDS"].split(":") if sample_of(build)]


def on(builds):
    return pytest.mark.parametrize("board_build", builds, indirect=True,
                                   ids=[os.path.basename(build) for build in builds])


on_every_build = on(BUILDS)
# Variants of the emulator and the second compiler change nothing about the rest.
on_boards = on([build for build in BUILDS if "@" not in build and not build.endswith("-clang")])


@contextlib.contextmanager
def running(build, folder, changes=()):
    """The sample, with changes to its text: (machine, second line)."""
    board = Board(build)
    text = sample_of(build).read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path = folder / "sample.system"
    path.write_text(text, encoding="utf-8")
    parts = board.system(path, [os.path.join(board.build, "systems", "system")], folder)
    options = [part for address, file in parts for part in
               ("-device", f"loader,file={file},addr={address:#x},force-raw=on")]
    with SecondLine(board, folder) as line:
        # Nobody has an alarm: time that is skipped would skip to its end.
        with Emulator(options=options + line.options, idle="real") as machine:
            line.connect()
            yield machine, line


@on_every_build
def test_what_is_typed_reaches_the_right_client(board_build, tmp_path):
    with running(board_build, tmp_path) as (machine, line):
        line.expect(r"^first: ready$")
        line.expect(r"^second: ready$")
        machine.expect(rf"{LINE_START}supervisor: child 5 is stopped$")
        line.send("hello\r")
        line.expect(r"^first: 'hello', 5 characters, (\d+) in all$")
        line.send("\tgood morning\r")
        line.expect(r"^second: 'good morning', 12 characters, (\d+) in all$")
        line.send("\tyou\r")
        line.expect(r"^first: 'you', 3 characters, (\d+) in all$")
        said = re.findall(r"^(first|second): '", line.output, re.MULTILINE)
        assert said == ["first", "second", "first"]


@on_boards
def test_more_than_the_queues_hold(board_build, tmp_path):
    with running(board_build, tmp_path) as (_, line):
        line.expect(r"^second: ready$")
        # No line is longer than a client takes, and there are more than all queues hold together.
        for number in range(50):
            line.send(f"line {number}\r")
            line.expect(rf"^first: 'line {number}', \d characters, ")


@on_boards
def test_visitor_is_served_by_name(board_build, tmp_path):
    with running(board_build, tmp_path) as (machine, _):
        for call in (1, 2, 3):
            machine.expect(rf"{LINE_START}visitor: call {call}: known as 9$")


@on_boards
@pytest.mark.parametrize("element", ['<offer service="sum" pd="visitor" id="9"/>',
                                     '<seek service="sum"/>'], ids=["offer", "seek"])
def test_visitor_needs_the_permission_of_both(board_build, tmp_path, element):
    with running(board_build, tmp_path, [(element, "")]) as (machine, line):
        # ERROR_NO_DEVICE: there is no such service for this program.
        machine.expect(rf"{LINE_START}visitor: no way to 'sum': error 11$")
        machine.expect(r"^Exited: visitor ")
        line.expect(r"^second: ready$")


@on_boards
def test_a_service_that_dies(board_build, tmp_path):
    with running(board_build, tmp_path, [("visitor.tab", "seeker.tab")]) as (machine, _):
        machine.expect(rf"{LINE_START}seeker: 16 ways tried$")
        # ERROR_RIGHT for both.
        machine.expect(rf"{LINE_START}seeker: send 37, another badge 37$")
        machine.expect(rf"{LINE_START}seeker: call 0$")
        for command in ("terminate server", "fault server"):
            machine.send(f"{command}\r")
            # ERROR_STALE: what was connected leads to the former life only.
            machine.expect(rf"{LINE_START}seeker: call 36$")
            if command.startswith("terminate"):
                machine.send("boot server\r")
            machine.expect(rf"{LINE_START}seeker: call 0$")
        assert "FAIL" not in machine.output


@on_boards
def test_rubbish_hurts_nobody_else(board_build, tmp_path):
    second = '<protection_domain name="second" priority="99">\n        <program_image path='
    board = '<map mr="second_line" setvar_vaddr="line"/>\n' \
            '        <map mr="board" perms="r" setvar_vaddr="board"/>'
    changes = [(second + '"talker.elf"/>', second + '"rubbish.elf"/>'),
               (board, board.split("\n", maxsplit=1)[0])]
    with running(board_build, tmp_path, changes) as (machine, line):
        line.expect(r"^first: ready$")
        machine.expect(rf"{LINE_START}rubbish: 300 rounds$")
        for text in ("hello", "again"):
            line.send(f"{text}\r")
            line.expect(rf"^first: '{text}', 5 characters, ")
        assert "first: forged" not in re.sub(r"(?m)^second: .*$", "", line.output)
        for text in line.output.split("\n")[:-1]:
            assert LINES.fullmatch(text), text
        machine.expect(rf"{LINE_START}supervisor: child 5 is stopped$")
        machine.send("list\rstatus\r")
        machine.expect(r"^Total processes: ")  # All of the list came before.
        # No other life than the first.
        for name in ("virtualiser", "uart", "first"):
            assert re.search(rf"^ +\d+ +Unique +{name} +\d+ +\d+ +0 ", machine.output,
                             re.MULTILINE)
        assert not re.search(r"Fault: (?!crasher)", machine.output)


@on_boards
def test_the_driver_dies_and_lives_again(board_build, tmp_path):
    with running(board_build, tmp_path) as (machine, line):
        line.expect(r"^second: ready$")
        for number in range(3):
            machine.send("fault uart\r")
            machine.expect(r"^Fault: uart .*: requested$")
            machine.expect(r"^  action: restarted$")
            line.send(f"life {number}\r")
            line.expect(rf"^first: 'life {number}', 6 characters, ")


@on_boards
def test_the_supervisor_restarts_a_driver_that_crashes(board_build, tmp_path):
    text = sample_of(board_build).read_text(encoding="utf-8")
    driver = re.search(r'path="(uart_\w+)\.elf"', text)
    changes = [(f"{driver[1]}.elf", f"{driver[1]}_crashing.elf")]
    with running(board_build, tmp_path, changes) as (machine, line):
        line.expect(r"^second: ready$")
        for number in range(3):
            line.send("!")
            machine.expect(rf"{LINE_START}supervisor: child 1 is restarted$")
            line.send(f"life {number}\r")
            line.expect(rf"^first: '!life {number}', 7 characters, ")
        line.send("!")
        machine.expect(rf"{LINE_START}supervisor: child 1 is stopped$")


@on_boards
def test_what_is_said_while_the_driver_is_dead_is_kept(board_build, tmp_path):
    with running(board_build, tmp_path) as (machine, line):
        line.expect(r"^second: ready$")
        line.send("hello\r")
        line.expect(r"^first: 'hello', ")
        machine.send("terminate uart\r")
        machine.expect(r"^Process uart terminated$")
        machine.send("terminate first\r")
        machine.expect(r"^Process first terminated$")
        machine.send("boot first\r")
        machine.expect(r"^Process first starts$")
        line.send("typed to nobody\r")
        machine.send("list\r")
        machine.expect(r" uart .* Terminated$")
        machine.send("boot uart\r")
        machine.expect(r"^Process uart starts$")
        line.expect(r"^first: ready$")
        line.expect(r"^first: 'typed to nobody', 15 characters, ")
