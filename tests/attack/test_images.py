# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Images that lie about where they start, between two neighbours.

The image of a sample is changed and its checksum made right again, as an attacker would. The
kernel must refuse it with a line, or stop it when it runs; both neighbours go on.
"""

import os
import struct

import emulator
import pytest
from board import Board
from emulator import LINE_START, Emulator
from neighbours import between_neighbours, check_neighbours_go_on

CHECKSUM_OFFSET = 12
ELEMENT_MAIN, ELEMENT_PROGRAM, ELEMENT_FIXED_ADDRESSES = 1, 9, 5
SLOT = 1

RUNS = rf"{LINE_START}Hello from a program"
REFUSED = rf"{LINE_START}Image at 0x0*SLOT refused: "  # SLOT: where the image lies


def board():
    """The board that this test runs on."""
    return Board(emulator.build_folder)


def fact(name):
    """A number that the board's folder has set."""
    return int(board().facts["facts"][name], 0)


def image():
    """The image of `hello` for the slot between the neighbours."""
    path = os.path.join(board().build, "programs", "hello", f"slot{SLOT}.tbf")
    with open(path, "rb") as file:
        return bytearray(file.read())


def element_offset(header, wanted):
    """Offset of the value of an element."""
    size = struct.unpack_from("<H", header, 2)[0]
    position = 16
    while position < size:
        kind, length = struct.unpack_from("<HH", header, position)
        if kind == wanted:
            return position + 4
        position += 4 + (length + 3) // 4 * 4
    raise AssertionError(f"no element {wanted}")


def checksum_renew(header):
    struct.pack_into("<I", header, CHECKSUM_OFFSET, 0)
    checksum = 0
    for offset in range(0, struct.unpack_from("<H", header, 2)[0], 4):
        checksum ^= struct.unpack_from("<I", header, offset)[0]
    struct.pack_into("<I", header, CHECKSUM_OFFSET, checksum)


def with_entry(change):
    """The image with another entry offset: change gets the right one and the image's sizes."""
    changed = image()
    header_size, total_size = struct.unpack_from("<HI", changed, 2)
    for element in (ELEMENT_MAIN, ELEMENT_PROGRAM):
        offset = element_offset(changed, element)
        entry = struct.unpack_from("<I", changed, offset)[0]
        entry = change(entry, header_size, total_size) & 0xFFFFFFFF
        struct.pack_into("<I", changed, offset, entry)
    checksum_renew(changed)
    return changed


ENTRIES = {
    "even": (lambda entry, header, total: entry & ~1, RUNS),
    "odd": (lambda entry, header, total: entry | 1, RUNS),
    "inside_an_instruction": (lambda entry, header, total: entry + 0x30 + 2, None),
    "in_the_header": (lambda entry, header, total: 1, REFUSED),
    "at_the_last_byte": (lambda entry, header, total: total - header - 1, None),
    "behind_the_image": (lambda entry, header, total: total - header, REFUSED),
    "far_behind": (lambda entry, header, total: 0x40000000, REFUSED),
    "wrapped": (lambda entry, header, total: -header, REFUSED),
    "in_kernel_flash": (
        lambda entry, header, total:
            fact("BOARD_FLASH_BASE") - fact("BOARD_SLOT_1_FLASH") - header + 0x401, REFUSED),
}


@pytest.mark.parametrize("case", ENTRIES)
def test_entry_point(case, tmp_path):
    change, expected = ENTRIES[case]
    path = tmp_path / "hello.tbf"
    path.write_bytes(with_entry(change))
    with Emulator(between_neighbours(str(path))) as machine:
        if expected is not None:
            slot = f"{fact('BOARD_SLOT_1_FLASH'):x}"
            machine.expect(expected.replace("SLOT", slot))
        check_neighbours_go_on(machine)


# Where an image may say that its memory is, by what is there.
MEMORIES = {
    "start_of_kernel_memory": lambda: fact("BOARD_RAM_BASE"),
    "end_of_kernel_memory": lambda: fact("BOARD_RAM_BASE") + fact("BOARD_RAM_BYTES") - 0x20,
    "own_memory_and_4": lambda: fact("BOARD_SLOT_1_RAM") + 4,
    "former_neighbour": lambda: fact("BOARD_SLOT_0_RAM"),
    "next_neighbour": lambda: fact("BOARD_SLOT_2_RAM"),
    "end_of_pool": lambda: fact("BOARD_POOL_BASE") + fact("BOARD_POOL_BYTES") - 0x20,
    "behind_pool": lambda: fact("BOARD_POOL_BASE") + fact("BOARD_POOL_BYTES"),
    "serial_port": lambda: fact("BOARD_UART_BASE"),
    "top": lambda: 0xFFFFFFE0,
    "zero": lambda: 0,
}


@pytest.mark.parametrize("place", MEMORIES)
def test_memory_elsewhere(place, tmp_path):
    """Memory in the kernel, at a neighbour's, past the pool: refused, or nobody is hurt."""
    changed = image()
    ram = MEMORIES[place]()
    struct.pack_into("<I", changed, element_offset(changed, ELEMENT_FIXED_ADDRESSES), ram)
    checksum_renew(changed)
    path = tmp_path / "hello.tbf"
    path.write_bytes(changed)
    with Emulator(between_neighbours(str(path))) as machine:
        check_neighbours_go_on(machine)
        assert "Hello from a program" not in machine.output
