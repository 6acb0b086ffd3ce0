# SPDX-License-Identifier: Apache-2.0 OR MIT
"""What a kernel that is broken must not be able to do: the hardware ends the machine.

The kernel never does it, so a copy of it is made to: the first instructions of one function are
replaced. On Cortex-M boards, whose guards differ: below the kernel stack is a region without
access, or the stack pointer has a limit, which needs no access to be felt; memory is never
executable because of one region over all of it, or of several beside each other.
"""

import itertools
import os
import struct

import pytest
from board import Board
from elf_file import ElfFile
from emulator import Emulator

PAIRS_BUILDS_ITSELF = True  # runs on the builds whose processors know the code

WAYS = {
    "words": b"\x00\xb5\xfd\xe7",  # 1: push {lr}; b 1b
    "blocks": b"\xff\xb0\x2d\xe9\xff\x41\xfb\xe7",  # 1: sub sp, #508; push {r0-r8, lr}; b 1b
    # sub sp, #3072; add sp, #3072; movs r0, #0; bx lr: down and up again, nothing is stored.
    "untouched": b"\xad\xf5\x40\x6d\x0d\xf5\x40\x6d\x00\x20\x70\x47",
}
NEEDS_LIMIT = ("untouched",)
PLACES = {
    "kernel": "kernel_system_call",
    "capsule": "console_command",
}


# port_protection_load() for Armv8-M with a mistake: the memory of the process goes on to the next
# multiple of 16 KiB, over its own record; the kernel's regions, which are the first two, are left
# out, since they would overlap it. movw r12, #0xed9c; movt r12, #0xe000; adds r0, #16;
# ldm r0, {r0-r3}; orr r3, r3, #0x3fc0; orr r3, r3, #0x20; stm r12, {r0-r3}; movs r0, #0;
# str r0, [r12, #20]; str r0, [r12, #28]; bx lr
WIDE_LOAD = bytes.fromhex(
    "4ef69c5ccef2000c10300fc843f47f5343f020038ce8"
    "0f000020ccf81400ccf81c007047")

# What is tried as code: a fact of the board, and an offset.
MEMORY = {
    "kernel_memory": ("BOARD_RAM_BASE", 0x1000),
    "memory_of_the_program": ("BOARD_SLOT_0_RAM", 0x100),
    "memory_of_another_program": ("BOARD_SLOT_1_RAM", 0x100),
    "memory_of_nobody": ("BOARD_POOL_BASE", 0x20000),
}


def kernel_with(build, folder, function, code):
    """Path of a copy of the build's kernel in which a function begins with other code."""
    kernel = ElfFile(Board(build).kernel)
    address = kernel.one(function).address
    data = bytearray(kernel.data)
    for _, offset, _, physical, file_bytes, _, _, _ in kernel.segments:
        if physical <= address < physical + file_bytes:
            place = offset + address - physical
            data[place:place + len(code)] = code
    path = folder / "kernel.elf"
    path.write_bytes(data)
    assert ElfFile(path).read(address, len(code)) == code
    return str(path)


def jump_to(address):
    """movw r0, low half; movt r0, high half; bx r0"""
    halves = []
    for opcode, value in ((0xF240, (address | 1) & 0xFFFF), (0xF2C0, address >> 16)):
        halves += [opcode | value >> 12 | (value >> 11 & 1) << 10,
                   (value >> 8 & 7) << 12 | value & 0xFF]
    return struct.pack("<5H", *halves, 0x4700)


def cortex_m_builds():
    """{name: build} of the builds of this run that are of Cortex-M boards."""
    builds = os.environ["BULKHEAD_BUILDS"].split(":")
    return {os.path.basename(build): build for build in builds
            if Board(build).facts["toolchain"] == "arm"}


def pytest_generate_tests(metafunc):
    """Every build of a Cortex-M board, with everything that can be tried there."""
    if "armv8m_only" in metafunc.fixturenames:
        builds = {name: build for name, build in cortex_m_builds().items()
                  if Board(build).facts["isa"] == "armv8m"}
        metafunc.parametrize("board_build", builds.values(), ids=builds, indirect=True)
        return
    cases = {}
    for name, build in cortex_m_builds().items():
        facts = Board(build).facts
        if "memory_address" in metafunc.fixturenames:
            for place, (fact, offset) in MEMORY.items():
                cases[f"{name}-{place}"] = (build, int(facts["facts"][fact], 0) + offset)
            continue
        for place, way in itertools.product(PLACES, WAYS):
            if facts["isa"] == "armv8m" or way not in NEEDS_LIMIT:
                cases[f"{name}-{place}-{way}"] = (build, PLACES[place], WAYS[way])
    names = "memory_address" if "memory_address" in metafunc.fixturenames else "function, code"
    metafunc.parametrize(f"board_build, {names}", cases.values(), ids=cases,
                         indirect=["board_build"])


@pytest.fixture
def armv8m_only():
    """Marks a test for Armv8-M."""


def test_stack_overflow_ends_the_machine(board_build, tmp_path, function, code):
    kernel = kernel_with(board_build, tmp_path, function, code)
    with Emulator(["hello", "neighbour"], kernel=kernel) as machine:
        machine.expect(r"Kernel panic: kernel stack overflow\n")
        assert machine.wait_exit() == 70
        assert "Capsule" not in machine.output


def test_hardware_says_whether_a_process_could_reach_its_record(board_build, armv8m_only, tmp_path):
    kernel = kernel_with(board_build, tmp_path, "port_protection_load", WIDE_LOAD)
    with Emulator(["hello", "neighbour"], kernel=kernel) as machine:
        machine.expect(r"Kernel panic: the protection unit opens the record of a process\n")
        assert machine.wait_exit() == 70


def test_memory_is_never_code_for_the_kernel(board_build, tmp_path, memory_address):
    code = jump_to(memory_address)
    kernel = kernel_with(board_build, tmp_path, "kernel_system_call", code)
    with Emulator(["hello", "neighbour"], kernel=kernel) as machine:
        machine.expect(rf"Kernel panic: kernel fault: pc {memory_address:08x}, status 00000001,")
        assert machine.wait_exit() == 70
