# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Storage for programs on a disk: what they may do with it, and that it outlasts the machine."""

import random

import pytest
from emulator import LINE_START, Emulator

RUNS_ON = "drivers"
pytestmark = pytest.mark.needs_capsule("virtual_storage")

SECTOR_BYTES = 512
SHARED_SECTORS = 64
DISK_SECTORS = 256


@pytest.fixture
def image(tmp_path):
    path = tmp_path / "disk.img"
    path.write_bytes(bytes(DISK_SECTORS * SECTOR_BYTES))
    return path


def disk(image, *more):
    """The emulator's options for a disk; `more` is said of the drive."""
    drive = ",".join([f"file={image}", "if=none", "format=raw", "id=disk", *more])
    return ["-drive", drive, "-device", "virtio-blk-device,drive=disk"]


def check(machine, program, passes):
    machine.expect(rf"{LINE_START}DONE {program}\n")
    assert "FAIL " not in machine.output, machine.output
    assert machine.output.count("PASS ") == passes, machine.output
    assert machine.alive


def run(programs, image, *more):
    return Emulator(programs, idle="real", options=disk(image, *more))


def test_shared_region_is_read_as_written_and_outlasts_the_machine(image):
    with run(["storage_shared"], image) as machine:
        check(machine, "storage_shared", 21)
        assert f"storage of {SHARED_SECTORS * SECTOR_BYTES} bytes, with nothing\n" in machine.output
    with run(["storage_shared"], image) as machine:
        check(machine, "storage_shared", 21)
        assert ", with what was left\n" in machine.output
    # No byte of another region has changed.
    assert image.read_bytes()[SHARED_SECTORS * SECTOR_BYTES:] == bytes(
        (DISK_SECTORS - SHARED_SECTORS) * SECTOR_BYTES)


def test_without_a_disk_there_is_no_storage():
    with Emulator(["storage_shared"]) as machine:
        check(machine, "storage_shared", 2)
        assert "no storage\n" in machine.output


def test_disk_that_is_too_small_has_a_smaller_region(tmp_path):
    small = tmp_path / "small.img"
    small.write_bytes(bytes(9 * SECTOR_BYTES))
    with run(["storage_shared"], small) as machine:
        check(machine, "storage_shared", 21)
        assert f"storage of {9 * SECTOR_BYTES} bytes" in machine.output


def test_failing_disk_fails_the_request(image, tmp_path):
    rules = tmp_path / "rules"
    rules.write_text('[inject-error]\nevent = "none"\niotype = "write"\nerrno = "5"\n')
    drive = ["-drive", f"if=none,id=disk,format=raw,file=blkdebug:{rules}:{image}",
             "-device", "virtio-blk-device,drive=disk"]
    with Emulator(["storage_shared"], idle="real", options=drive) as machine:
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


def test_each_program_has_its_own_storage_and_finds_it_again(image):
    both = ["storage_one", "storage_two"]
    for state in ("new", "kept"):
        with run(both, image) as machine:
            own_check(machine, both, state)
            assert machine.output.count("PASS ") == len(both) * OWN_PASSES, machine.output
    # In another slot and alone: it is the name that counts.
    with run(["storage_two"], image) as machine:
        own_check(machine, ["storage_two"], "kept")


def test_program_without_storage_gets_none_and_dies_alone(image):
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
    assert data.count(b"\x11" * 900) == 1 and data.count(b"\x22" * 900) == 1


def test_without_a_disk_own_storage_is_not_there():
    with Emulator(["storage_hostile"]) as machine:
        machine.expect(rf"{LINE_START}DONE storage_hostile\n")
        assert "FAIL nothing is read (" in machine.output  # NODEVICE instead of NOSUPPORT
        assert machine.alive


def test_contents_of_the_disk_may_be_anything(tmp_path):
    for seed in range(4):
        path = tmp_path / "any.img"
        path.write_bytes(random.Random(seed).randbytes(DISK_SECTORS * SECTOR_BYTES))
        with run(["storage_one", "storage_two"], path) as machine:
            for _ in range(2):
                machine.expect(rf"{LINE_START}DONE storage_(one|two)\n")
            # Nothing there is a free region; all of it is free for keys.
            assert "FAIL the region's size" in machine.output
            assert machine.output.count("value new\n") == 2
            assert "FAIL a value is set" not in machine.output
            assert "Capsule" not in machine.output and machine.alive
