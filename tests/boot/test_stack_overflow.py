# SPDX-License-Identifier: Apache-2.0 OR MIT
"""A kernel stack that overflows ends the machine, wherever it happens.

The kernel never does it (tools/stack_depth computes that), so a copy of it is made to: the first
instructions of one function are replaced by a loop that pushes. On Cortex-M boards, whose guards
differ: a region without access, or a limit of the stack pointer, which needs no access to be felt.
"""

import itertools
import os

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


def pytest_generate_tests(metafunc):
    """Every build of a Cortex-M board, with every place and way."""
    cases = {}
    for build in os.environ["BULKHEAD_BUILDS"].split(":"):
        facts = Board(build).facts
        for place, way in itertools.product(PLACES, WAYS if facts["toolchain"] == "arm" else ()):
            if facts["isa"] == "armv8m" or way not in NEEDS_LIMIT:
                name = f"{os.path.basename(build)}-{place}-{way}"
                cases[name] = (build, PLACES[place], WAYS[way])
    metafunc.parametrize("board_build, function, code", cases.values(), ids=cases,
                         indirect=["board_build"])


def test_stack_overflow_ends_the_machine(board_build, tmp_path, function, code):
    kernel = kernel_with(board_build, tmp_path, function, code)
    with Emulator(["hello", "neighbour"], kernel=kernel) as machine:
        machine.expect(r"Kernel panic: kernel stack overflow\n")
        assert machine.wait_exit() == 70
        assert "Capsule" not in machine.output
