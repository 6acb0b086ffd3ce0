# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Programs on a serial peripheral bus of the machine, with a converter of voltages on it."""

from emulator import LINE_START, Emulator
from report import check_program

import pytest

RUNS_ON = "drivers"
pytestmark = pytest.mark.needs_capsule("spi_controller")

LIVES = 20


def test_bus_is_open_to_programs():
    with Emulator(["spi_transfer"]) as machine:
        check_program(machine, "spi_transfer", 37)


def test_programs_that_end_in_the_middle_give_the_bus_back():
    with Emulator(["spi_leave"]) as machine:
        for _ in range(LIVES):
            machine.expect(rf"{LINE_START}leaves after \d+: error 0\n")
            machine.expect(rf"{LINE_START}Exited: spi_leave ")
            machine.send("boot spi_leave\r")
        assert "Capsule" not in machine.output and machine.alive
