# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Storage for programs on a disk, a card or flash: what they may do with it, and that it outlasts
the machine."""

import random

import pytest
from board import Board
from emulator import LINE_START, Emulator
from report import check_program

RUNS_ON = "drivers"
pytestmark = pytest.mark.needs_capsule("virtual_storage")

SECTOR_BYTES = 512
SHARED_SECTORS = 64
CONTENT_BYTES_MAX = 1 << 21  # of a disk that is larger, as much is used


@pytest.fixture
def board(board_build):
    return Board(board_build)


@pytest.fixture
def image(tmp_path, board):
    path = tmp_path / "disk.img"
    content_make(path, board, b"")
    return path


def content_make(path, board, content):
    """A file for the board's disk that begins with some content; the rest is zero."""
    with open(path, "wb") as file:
        file.write(content)
        file.truncate(board.disk_sectors * SECTOR_BYTES)


def is_as_it_lies(board):
    """Whether a sector has its place on the disk."""
    return "flash_block" not in board.facts["capsules"]


@pytest.fixture
def run(board):
    """A function that starts the machine with a disk: programs, the disk's content."""
    return lambda programs, image: Emulator(
        programs, idle="real", options=board.drive_options(f"file={image},format=raw"))


def test_shared_region_is_read_as_written_and_outlasts_the_machine(board, run, image):
    with run(["storage_shared"], image) as machine:
        check_program(machine, "storage_shared", 21)
        assert f"storage of {SHARED_SECTORS * SECTOR_BYTES} bytes, with nothing\n" in machine.output
    with run(["storage_shared"], image) as machine:
        check_program(machine, "storage_shared", 21)
        assert ", with what was left\n" in machine.output
    # No byte of another region has changed.
    if is_as_it_lies(board):
        assert image.read_bytes()[SHARED_SECTORS * SECTOR_BYTES:] == bytes(
            (board.disk_sectors - SHARED_SECTORS) * SECTOR_BYTES)


def start_again(machine, program):
    """The first life may have come before it was known whether there is a disk.

    Between the two nothing waits for a time, so that guest time that jumps would be at its end.
    """
    machine.expect("No more images")
    machine.send(f"terminate {program}\r")
    machine.expect(f"Process {program} (terminated|is so already)")
    machine.send(f"boot {program}\r")
    machine.expect(f"boot {program}")


@pytest.mark.lacks_capsule("flash_block")  # flash is always there
def test_without_a_disk_there_is_no_storage():
    with Emulator(["storage_shared"], idle="real") as machine:
        start_again(machine, "storage_shared")
        machine.expect(rf"{LINE_START}no storage\n")
        machine.expect(rf"{LINE_START}DONE storage_shared\n")
        assert machine.alive


@pytest.mark.lacks_capsule("sd_card")  # which is never so small
@pytest.mark.lacks_capsule("flash_block")
def test_disk_that_is_too_small_has_a_smaller_region(run, tmp_path):
    small = tmp_path / "small.img"
    small.write_bytes(bytes(9 * SECTOR_BYTES))
    with run(["storage_shared"], small) as machine:
        check_program(machine, "storage_shared", 21)
        assert f"storage of {9 * SECTOR_BYTES} bytes" in machine.output


@pytest.mark.lacks_capsule("sd_card")  # whose model does not tell that it failed
@pytest.mark.lacks_capsule("flash_block")  # likewise
def test_failing_disk_fails_the_request(board, image, tmp_path):
    rules = tmp_path / "rules"
    rules.write_text('[inject-error]\nevent = "none"\niotype = "write"\nerrno = "5"\n')
    options = board.drive_options(f"format=raw,file=blkdebug:{rules}:{image}")
    with Emulator(["storage_shared"], idle="real", options=options) as machine:
        machine.expect(rf"{LINE_START}DONE storage_shared\n")
        assert "FAIL a write (" in machine.output
        assert "PASS a read of it" in machine.output
        assert "Capsule" not in machine.output and machine.alive


OWN_PASSES = 17


def own_check(machine, programs, state):
    """Waits for programs with storage of their own, which is to be `state`."""
    for _ in programs:
        machine.expect(rf"{LINE_START}DONE storage_(one|two)\n")
    assert "FAIL " not in machine.output, machine.output
    assert machine.output.count(f"region {state}\n") == len(programs), machine.output
    assert machine.output.count(f"value {state}\n") == len(programs), machine.output
    assert machine.alive


def test_each_program_has_its_own_storage_and_finds_it_again(run, image):
    both = ["storage_one", "storage_two"]
    for state in ("new", "kept"):
        with run(both, image) as machine:
            own_check(machine, both, state)
            assert machine.output.count("PASS ") == len(both) * OWN_PASSES, machine.output
    # In another slot and alone: it is the name that counts.
    with run(["storage_two"], image) as machine:
        own_check(machine, ["storage_two"], "kept")


def test_program_without_storage_gets_none_and_dies_alone(board, run, image):
    with run(["storage_one", "storage_hostile", "storage_two"], image) as machine:
        own_check(machine, ["storage_one", "storage_two"], "new")
        machine.expect(r"storage_hostile")
    with run(["storage_hostile", "storage_two", "storage_one"], image) as machine:
        own_check(machine, ["storage_two", "storage_one"], "kept")
        # It restarts again and again, and dies in the middle of a write each time.
        for _ in range(3):
            machine.expect(rf"{LINE_START}DONE storage_hostile\n")
        assert "Capsule" not in machine.output
    data = image.read_bytes()
    assert b"evil" not in data
    if is_as_it_lies(board):
        assert data.count(b"\x11" * 900) == 1 and data.count(b"\x22" * 900) == 1


@pytest.mark.lacks_capsule("flash_block")
def test_without_a_disk_own_storage_is_not_there():
    with Emulator(["storage_hostile"], idle="real") as machine:
        start_again(machine, "storage_hostile")
        machine.expect(rf"{LINE_START}FAIL nothing is read \(")  # NODEVICE instead of NOSUPPORT
        machine.expect(rf"{LINE_START}DONE storage_hostile\n")
        assert machine.alive


def test_contents_of_the_disk_may_be_anything(board, run, tmp_path):
    for seed in range(4):
        path = tmp_path / "any.img"
        used_bytes = min(board.disk_sectors * SECTOR_BYTES, CONTENT_BYTES_MAX)
        content_make(path, board, random.Random(seed).randbytes(used_bytes))
        with run(["storage_one", "storage_two"], path) as machine:
            for _ in range(2):
                machine.expect(rf"{LINE_START}DONE storage_(one|two)\n")
            # Nothing there is a free region; all of it is free for keys. Of flash nothing is
            # believed, so there is nothing.
            assert ("FAIL the region's size" in machine.output) == is_as_it_lies(board)
            assert machine.output.count("value new\n") == 2
            assert "FAIL a value is set" not in machine.output
            assert "Capsule" not in machine.output and machine.alive
