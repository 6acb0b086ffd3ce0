# SPDX-License-Identifier: Apache-2.0 OR MIT
"""A program that does its worst with IPC, as its parent tells it, between two neighbours; and what
the parent does to it and with it: kills at every step, stop, resume, restart, connect, a line."""

import pathlib
import re
import struct

from emulator import LINE_START, Emulator
from neighbours import NEIGHBOURS, check_neighbours_go_on
from system_table import (
    KIND_CHILD,
    KIND_IRQ,
    MAP_DEVICE,
    MAP_WRITE,
    RIGHT_CALL,
    RIGHT_GRANT,
    RIGHT_SEND,
    Row,
    call_entry,
    entry,
    map_entry,
    notify_entry,
    service,
    sought_entry,
    system_options,
    system_table,
)

from board import Board

RUNS_ON = "ipc"

WARDEN, ATTACKER = "ipc_warden", "ipc_attacker"
# As tests/programs/ipc_attacks.h and ipc_device.h have them.
ATTACKER_BADGE, ATTACKER_ID, SOUGHT_BADGE, SIGNAL_BIT, LINE_BIT = 0x55, 5, 0x66, 1 << 3, 1 << 4
DEVICES = {"armv7m": (0x40005000, 0x1000, 3), "armv8m": (0x50201000, 0x1000, 35),
           "riscv32": (0x101000, 0x1000, 11)}
CHECKS = 60
TOTAL_OFFSET = 4  # in the header of an image; the checksum is the third word from there


def warden_image(board, slot, folder):
    """The warden with an image of a size that takes as few entries of a protection unit as it can,
    so that there is one for its device."""
    data = pathlib.Path(board.build, "programs", WARDEN, f"slot{slot}.tbf").read_bytes()
    total, _, checksum = struct.unpack_from("<3I", data, TOTAL_OFFSET)
    padded = 1 << (total - 1).bit_length()
    image = bytearray(data.ljust(padded, b"\xFF"))
    struct.pack_into("<I", image, TOTAL_OFFSET, padded)
    struct.pack_into("<I", image, TOTAL_OFFSET + 8, checksum ^ total ^ padded)
    path = pathlib.Path(folder, f"{WARDEN}.tbf")
    path.write_bytes(image)
    return str(path)


def table_of(board):
    base, size_bytes, line = DEVICES[board.facts["isa"]]
    warden = Row(WARDEN, 16, [entry(KIND_CHILD, 1, 0, 0), entry(KIND_IRQ, line, 0, LINE_BIT),
                              notify_entry(1, badge=1)],
                 maps=[map_entry(base, size_bytes, MAP_DEVICE | MAP_WRITE)],
                 sought=[sought_entry(0, SOUGHT_BADGE)])
    attacker = Row(ATTACKER, 16, [
        call_entry(0, ATTACKER_BADGE, RIGHT_SEND | RIGHT_CALL | RIGHT_GRANT),
        notify_entry(0, badge=SIGNAL_BIT)], parent=(0, ATTACKER_ID))
    return system_table([warden, attacker], [service("attacker", 1)])


def test_attacks_and_their_parent(board_build, tmp_path, record_property):
    board = Board(board_build)
    options = system_options(board, table_of(board), tmp_path)
    images = [NEIGHBOURS[0], ATTACKER, warden_image(board, 2, tmp_path), NEIGHBOURS[1]]
    with Emulator(images, options=options) as machine:
        machine.expect(rf"{LINE_START}DONE {WARDEN}\n")
        check_neighbours_go_on(machine)
        output = machine.output
    failures = re.findall(rf"{LINE_START}FAIL .*$", output, re.MULTILINE)
    assert not failures and "Kernel panic" not in output, output
    passed = output.count("PASS ")
    record_property("checks", passed)
    assert passed == CHECKS
