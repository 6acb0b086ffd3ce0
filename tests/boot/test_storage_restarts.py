# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Each capsule of storage fails in the middle of its work, again and again: it is started anew, no
buffer is lost, and programs that ask again go on."""

import pytest
from board import Board
from elf_file import ElfFile
from emulator import LINE_START, Emulator
from remote import Remote

RUNS_ON = "drivers"
pytestmark = pytest.mark.needs_capsule("virtual_storage")

DISK_BYTES = 256 * 512
PROGRAM_COUNTER, FIRST_ARGUMENT = 32, 10  # as the debugging port numbers the registers
ROUNDS = 2
# Functions that are given a pointer, which becomes null.
PLACES = [("virtual_storage", "virtual_storage_block_done"),
          ("nonvolatile_storage", "nonvolatile_storage_fetch"),
          ("isolated_storage", "isolated_storage_done"),
          ("key_value", "key_value_fetch"),
          ("storage_rights", "storage_rights_look_up"),
          ("nonvolatile_storage", "nonvolatile_storage_done"),
          ("virtual_storage", "virtual_storage_block_done"),
          ("isolated_storage", "isolated_storage_fetch"),
          ("virtual_storage", "virtual_storage_third_request"),
          ("key_value", "key_value_done"),
          ("isolated_storage", "isolated_storage_command")]


def go_on(machine):
    for _ in range(ROUNDS):
        machine.expect(rf"{LINE_START}round \d+ right, \d+ errors\n")
    assert "WRONG" not in machine.output, machine.output


def test_capsule_that_fails_is_started_anew_and_storage_goes_on(board_build, tmp_path):
    image = tmp_path / "disk.img"
    image.write_bytes(bytes(DISK_BYTES))
    port = tmp_path / "debug"
    kernel = ElfFile(Board(board_build).kernel)
    options = ["-drive", f"file={image},if=none,format=raw,id=disk",
               "-device", "virtio-blk-device,drive=disk",
               "-gdb", f"unix:{port},server=on,wait=off"]
    with Emulator(["storage_steady", "storage_two"], idle="real", options=options) as machine:
        machine.expect(rf"{LINE_START}DONE storage_two\n")
        go_on(machine)
        for capsule, function in PLACES:
            remote = Remote(str(port), PROGRAM_COUNTER)
            remote.run_to(kernel.one(function).address, 4)
            remote.register_write(FIRST_ARGUMENT, 0)
            remote.close()
            machine.expect(rf"Capsule {capsule} failed")
            machine.expect(rf"Capsule {capsule} restarted")
            go_on(machine)
        assert machine.output.count(" failed") == len(PLACES), machine.output
        assert machine.alive
