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

# As the debugging port numbers the registers: the program counter, a function's first argument.
REGISTERS = {"riscv32": (32, 10), "armv7m": (15, 0)}
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
CARD_PLACES = [("sd_card", "sd_card_done"), ("sd_card", "sd_card_read"),
               ("virtual_spi", "virtual_spi_done"), ("sd_card", "sd_card_write")]

FLASH_PLACES = [("flash_block", "flash_block_done"), ("flash_block", "flash_block_read"),
                ("flash_block", "flash_block_write"), ("flash_block", "flash_block_done")]


def go_on(machine):
    for _ in range(ROUNDS):
        machine.expect(rf"{LINE_START}round \d+ right, \d+ errors\n")
    assert "WRONG" not in machine.output, machine.output


def test_capsule_that_fails_is_started_anew_and_storage_goes_on(board_build, tmp_path):
    image = tmp_path / "disk.img"
    port = tmp_path / "debug"
    board = Board(board_build)
    kernel = ElfFile(board.kernel)
    program_counter, first_argument = REGISTERS[board.facts["isa"]]
    places = PLACES + (CARD_PLACES if "sd_card" in board.facts["capsules"] else [])
    places = places + (FLASH_PLACES if "flash_block" in board.facts["capsules"] else [])
    options = [*board.disk_options(str(image)), "-gdb", f"unix:{port},server=on,wait=off"]
    with Emulator(["storage_steady", "storage_two"], idle="real", options=options) as machine:
        machine.expect(rf"{LINE_START}DONE storage_two\n")
        go_on(machine)
        for capsule, function in places:
            remote = Remote(str(port), program_counter)
            remote.run_to(kernel.one(function).address & ~1, 4)
            remote.register_write(first_argument, 0)
            remote.close()
            machine.expect(rf"Capsule {capsule} failed")
            machine.expect(rf"Capsule {capsule} restarted")
            go_on(machine)
        assert machine.output.count(" failed") == len(places), machine.output
        assert machine.alive
