# SPDX-License-Identifier: Apache-2.0 OR MIT
"""A capsule that traps or loops is put out of service; everybody else stays at work."""

import re

import pytest
from board import Board
from elf_file import ElfFile
from emulator import LINE_START, Emulator
from neighbours import between_neighbours, check_neighbours_go_on

RUNS_ON = "capsule_test"

FAILURES = [
    ("capsule_trap", "trap_test"),
    ("capsule_bad_load", "trap_test"),
    ("capsule_division", "trap_test"),
    ("capsule_null_call", "trap_test"),
    ("capsule_null_last_call", "trap_test"),
    ("capsule_loop", "loop_test"),
    ("capsule_deferred_loop", "loop_test"),
]


@pytest.mark.parametrize("program, capsule", FAILURES)
def test_failed_capsule_is_contained(program, capsule):
    with Emulator(between_neighbours(program)) as machine:
        machine.expect(rf"{LINE_START}DONE {program}\n")
        check_neighbours_go_on(machine)
        machine.send("list\r")
        machine.expect(r"neighbour")
        failures = re.findall(rf"{LINE_START}FAIL .*$", machine.output, re.MULTILINE)
        assert not failures, "\n".join(failures)
        assert machine.output.count(f"Capsule {capsule} failed.") == 1
        assert "Fault:" not in machine.output and "Kernel panic" not in machine.output
        assert machine.alive


def test_both_capsules_fail_in_one_run():
    with Emulator(["capsule_loop", "capsule_bad_load"]) as machine:
        machine.expect(rf"{LINE_START}DONE capsule_")
        machine.expect(rf"{LINE_START}DONE capsule_")
        assert "FAIL " not in machine.output
        assert machine.alive


def test_three_hundred_aborts_come_back_where_they_came_from():
    # One call that takes seconds: nobody else has a turn meanwhile. On Arm every fourth trap lies
    # in a block of conditional instructions.
    with Emulator(["capsule_aborts"]) as machine:
        machine.expect(rf"{LINE_START}DONE capsule_aborts\n")
        machine.send("list\r")
        machine.expect(r"capsule_aborts")
        assert "FAIL " not in machine.output, machine.output
        assert "Fault:" not in machine.output and "Kernel panic" not in machine.output
        assert machine.alive


def conditional_loads(code):
    """How many loads of a byte stand in blocks of conditional instructions of Thumb code."""
    count, block = 0, 0
    halves = [int.from_bytes(code[i:i + 2], "little") for i in range(0, len(code) - 1, 2)]
    while halves:
        half = halves.pop(0)
        if half & 0xFF00 == 0xBF00 and half & 0xF:
            block = 4 - ((half & -half).bit_length() - 1)  # the lowest bit set ends the mask
            continue
        is_load = half & 0xFE00 == 0x5C00 or half & 0xF800 == 0x7800
        if half >> 11 in (0x1D, 0x1E, 0x1F) and halves:  # 32 bits
            is_load = half & 0xFF70 == 0xF810
            halves.pop(0)
        count += is_load and block > 0
        block = max(0, block - 1)
    return count


def test_capsule_that_traps_conditionally_does_so_in_a_block(board_build):
    board = Board(board_build)
    if board.facts["toolchain"] != "arm":
        assert board.facts["toolchain"] == "riscv"  # which has no conditional instructions
        return
    kernel = ElfFile(board.kernel)
    command = kernel.one("trap_test_command")
    assert conditional_loads(kernel.read(command.address & ~1, command.size_bytes)) > 0


def test_hardware_refuses_foreign_memory_at_base_level():
    # With the protection unit off every test of what is allowed still passes; this one does not.
    with Emulator(["window"]) as machine:
        machine.expect(rf"{LINE_START}DONE window\n")
        assert "FAIL " not in machine.output, machine.output
        places = len(re.findall(rf"{LINE_START}at 0x", machine.output, re.MULTILINE))
        assert places >= 13
        assert machine.output.count("PASS refused in a system call") == places
        assert machine.output.count("PASS refused in kernel work") == places
        assert machine.alive


def test_kernel_copies_what_is_the_programs_and_nothing_else():
    with Emulator(["user_copy", "neighbour"]) as machine:
        machine.expect(rf"{LINE_START}DONE user_copy\n")
        assert "FAIL " not in machine.output, machine.output
        assert len(re.findall(r"PASS foreign places are refused", machine.output)) == 2 * 20
        assert machine.output.count("PASS the count is exact at the edge") == 2
        assert machine.alive


def test_kernel_that_reaches_its_stack_guard_ends_the_machine():
    with Emulator(["kernel_guard"]) as machine:
        guard = machine.expect(r"the guard ends with 0x([0-9a-f]{8})\n").group(1)
        machine.expect(rf"{LINE_START}PASS the stack can be read\n")
        machine.expect(rf"Kernel panic: kernel fault: .* address {guard}\n")
        assert machine.wait_exit() == 70
        assert "FAIL" not in machine.output


def test_kernel_pointer_to_the_running_program_ends_the_machine_where_hardware_sees_it(board_build):
    with Emulator(["kernel_own_read"]) as machine:
        address = machine.expect(r"own data is at 0x([0-9a-f]{8})\n").group(1)
        if board_build.endswith("@smepmp"):
            machine.expect(rf"Kernel panic: kernel fault: .* status 00000005, address {address}\n")
            assert machine.wait_exit() == 70
        else:
            machine.expect(rf"{LINE_START}DONE kernel_own_read\n")
            assert machine.output.count("PASS the kernel's pointer reads it") == 1
        assert machine.output.count("PASS the window reads it") == 1
        assert "FAIL" not in machine.output
