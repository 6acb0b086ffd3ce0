# SPDX-License-Identifier: Apache-2.0 OR MIT
"""The disk of a machine with virtio devices: transfers, their ends, and queues with nonsense."""

import itertools
import json
import socket
import time

import pytest
from awaited_text import WAIT_SECONDS
from board import Board
from elf_file import ElfFile
from emulator import LINE_START, Emulator
from neighbours import between_neighbours, check_neighbours_go_on
from remote import Remote
from report import check_program, check_report

RUNS_ON = "capsule_test"
pytestmark = pytest.mark.needs_capsule("block_test")

CURRENT = ["-global", "virtio-mmio.force-legacy=false"]
SECTORS, SECTOR_BYTES = 64, 512
PROGRAM_COUNTER = 32  # as the debugging port numbers the registers of this processor
# Of the queue that driver and device share: see chips/virtio/queue.h.
USED_FLAGS, USED_INDEX, USED_ID, USED_LENGTH = 128, 130, 132, 136


@pytest.fixture
def image(tmp_path):
    path = tmp_path / "disk.img"
    path.write_bytes(bytes(SECTORS * SECTOR_BYTES))
    return path


def disk(image, *more):
    """The emulator's options for a disk; `more` is said of the drive."""
    drive = ",".join([f"file={image}", "if=none", "format=raw", "id=disk", *more])
    return ["-drive", drive, "-device", "virtio-blk-device,drive=disk"]


# Two requests at once, then one in two seconds.
SLOW = ("throttling.iops-total=1", "throttling.iops-total-max=2")


def pattern(seed):
    return bytes((seed + i * 7 + i // 256) & 0xFF for i in range(4 * SECTOR_BYTES))


@pytest.mark.parametrize("version", [[], CURRENT], ids=["legacy", "current"])
def test_sectors_are_read_as_written(version, image):
    with Emulator(["block"], idle="real", options=[*version, *disk(image)]) as machine:
        check_program(machine, "block", 11)
        assert "a disk\n" in machine.output
    assert image.read_bytes() == b"".join(pattern(i + 1) for i in range(SECTORS // 4))


def test_disk_beside_a_source_of_random_bytes(image):
    both = ["-device", "virtio-rng-device", *disk(image)]
    with Emulator(["block", "entropy"], idle="real", options=both) as machine:
        for _ in range(2):
            machine.expect(rf"{LINE_START}DONE (block|entropy)\n")
        check_report(machine, 21)


def test_read_only_disk_is_not_written(image):
    before = image.read_bytes()
    with Emulator(["block"], idle="real", options=disk(image, "readonly=on")) as machine:
        check_program(machine, "block", 3)
        assert "read-only\n" in machine.output
    assert image.read_bytes() == before


def test_without_a_disk_there_is_no_device():
    with Emulator(["block"]) as machine:
        check_program(machine, "block", 3)
        assert "no disk\n" in machine.output


@pytest.mark.parametrize("version", [[], CURRENT], ids=["legacy", "current"])
def test_buffer_comes_back_when_cancelled_and_when_the_capsule_fails(version, image):
    options = [*version, *disk(image, *SLOW)]
    with Emulator(["block_slow"], idle="real", options=options) as machine:
        check_program(machine, "block_slow", 13)
        assert machine.output.count("Capsule block_test failed") == 1


def test_buffer_comes_back_when_the_process_ends(image):
    with Emulator(["block_dies"], idle="real", options=disk(image, *SLOW)) as machine:
        check_program(machine, "block_dies", 5)


def test_transfer_that_fails_gives_the_buffer_back(image, tmp_path):
    rules = tmp_path / "rules"
    rules.write_text('[inject-error]\nevent = "read_aio"\nerrno = "5"\nsector = "8"\nonce = "on"\n')
    drive = ["-drive", f"if=none,id=disk,format=raw,file=blkdebug:{rules}:{image}",
             "-device", "virtio-blk-device,drive=disk"]
    with Emulator(["block_fails"], idle="real", options=drive) as machine:
        check_program(machine, "block_fails", 4)


def scribbles():
    """What is written over the queue before the driver looks at it: place, bytes, value."""
    return {
        "index ahead": (USED_INDEX, 2, 0x4000),
        "index behind": (USED_INDEX, 2, 0xFFFF),
        "another descriptor": (USED_ID, 4, 1),
        "a descriptor far outside": (USED_ID, 4, 0xFFFFFFFF),
        "too long": (USED_LENGTH, 4, 0x10000),
        "far too long": (USED_LENGTH, 4, 0xFFFFFFFF),
    }


@pytest.mark.parametrize("what", scribbles())
@pytest.mark.parametrize("device", ["block", "entropy"])
def test_nonsense_in_the_queue_ends_the_device_and_nothing_else(board_build, device, what, image,
                                                                tmp_path):
    path = tmp_path / "debug"
    hardware = disk(image) if device == "block" else ["-device", "virtio-rng-device"]
    options = [*hardware, "-gdb", f"unix:{path},server=on,wait=off"]
    kernel = ElfFile(Board(board_build).kernel)
    queue = kernel.one(f"{device}_queue").address
    serve = kernel.one("line_serve").address
    offset, length, value = scribbles()[what]
    with Emulator(between_neighbours("block_hostile"), idle="real", options=options) as machine:
        machine.expect(rf"{LINE_START}asks\n")
        remote = Remote(str(path), PROGRAM_COUNTER)
        remote.run_to(serve, 4)
        # The entry of the ring that is next; all of them are told the same.
        for entry in range(4 if offset >= USED_ID else 1):
            remote.write(queue + offset + 8 * entry, value, length)
        remote.close()
        check_program(machine, "block_hostile", 4)
        check_neighbours_go_on(machine)


def monitor_connect(path):
    """A connection to the emulator's monitor (QMP), and what sends a command and waits for it."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.connect(str(path))
    answers = connection.makefile("r", encoding="utf-8")
    answers.readline()  # the greeting

    def command(name, **arguments):
        connection.sendall(json.dumps({"execute": name, "arguments": arguments}).encode() + b"\n")
        while True:
            answer = json.loads(answers.readline())
            assert "error" not in answer, answer
            if "return" in answer:
                return

    command("qmp_capabilities")
    return connection, command


def test_line_that_storms_is_masked(image, tmp_path):
    # A disk whose size changes says so, which is nothing that the driver wants to know.
    path = tmp_path / "monitor"
    options = [*disk(image), "-qmp", f"unix:{path},server=on,wait=off"]
    with Emulator(between_neighbours("block_storm"), idle="real", options=options) as machine:
        machine.expect(rf"{LINE_START}waits\n")
        connection, command = monitor_connect(path)
        with connection:
            # A host that leaves the board little time makes one interrupt of several changes.
            end = time.monotonic() + WAIT_SECONDS
            for i in itertools.count():
                command("block_resize", device="disk", size=(SECTORS + 1 + i % 2) * SECTOR_BYTES)
                if "DONE block_storm\n" in machine.output or time.monotonic() > end:
                    break
        check_program(machine, "block_storm", 2)
        assert i > 60
        check_neighbours_go_on(machine)
