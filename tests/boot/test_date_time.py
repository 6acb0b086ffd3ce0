# SPDX-License-Identifier: Apache-2.0 OR MIT
"""The machine's clock, which programs read and set."""

import pytest
from emulator import Emulator
from report import check_program

RUNS_ON = "drivers"


@pytest.mark.parametrize("program", ["time_of_day"])
def test_clock_of_the_machine_is_read_and_set(program):
    leap_day = ["-rtc", "base=2024-02-29T12:00:00,clock=vm"]
    with Emulator([program], options=leap_day) as machine:
        check_program(machine, program, 9)
        assert "it is 2024-2-29, day 4 of the week\n" in machine.output
