# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Random bytes for programs, on boards with a source of entropy, without one, and without a
driver."""

import pytest
from board import Board
from emulator import LINE_START, Emulator
from report import check_program

SOURCE = ["-device", "virtio-rng-device"]


def has_source(build):
    """Whether the board has a source of entropy when nobody takes it away."""
    return "virtio-rng-device" in Board(build).facts["emulator"]


@pytest.mark.parametrize("program", ["random_bytes"])
def test_program_gets_bytes_or_is_told_that_there_are_none(board_build, program):
    with Emulator([program]) as machine:
        if has_source(board_build):
            check_program(machine, "random_bytes", 20)
        else:
            check_program(machine, "random_bytes", 4)


def test_source_that_the_machine_lacks_is_no_device(board_build):
    if not has_source(board_build):
        return
    with Emulator(["random_bytes"], without=SOURCE) as machine:
        check_program(machine, "random_bytes", 4)


def test_sample_says_what_it_has(board_build):
    expected = r"random:( [0-9a-f]{2}){16}\n" if has_source(board_build) \
        else r"random: no entropy source\n"
    with Emulator(["random"]) as machine:
        machine.expect(rf"{LINE_START}{expected}")
    if has_source(board_build):
        with Emulator(["random"], without=SOURCE) as machine:
            machine.expect(rf"{LINE_START}random: no entropy source\n")
