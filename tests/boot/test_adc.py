# SPDX-License-Identifier: Apache-2.0 OR MIT
"""The converter of the machine, whose samples are noise, as programs see it."""

import pytest
from emulator import LINE_START, Emulator
from report import check_program

RUNS_ON = "drivers"
pytestmark = pytest.mark.needs_capsule("adc")

CHECKS = 30
SINGLE_SAMPLES = 200


@pytest.mark.parametrize("program", ["adc_samples"])
def test_converter_is_used_as_told(program):
    with Emulator([program]) as machine:
        check_program(machine, program, CHECKS)


@pytest.mark.parametrize("program", ["adc_second"])
def test_programs_share_the_converter(program):
    with Emulator([program, "adc_samples", "neighbour"]) as machine:
        taken, refused = machine.expect(rf"{LINE_START}took (\d+), refused (\d+)\n").groups()
        assert int(taken) > 0 and int(taken) + int(refused) == SINGLE_SAMPLES
        machine.expect(rf"{LINE_START}filled 3: \d+\n")
        # What it has for itself is free again when it ends, in the middle.
        for _ in range(5):
            machine.send(f"terminate {program}\r")
            machine.expect(rf"{LINE_START}Process {program} terminated\n")
            machine.send(f"boot {program}\r")
            machine.expect(rf"{LINE_START}took {SINGLE_SAMPLES}, refused 0\n")
            machine.expect(rf"{LINE_START}filled 3: \d+\n")
        machine.never(r"LATE|CORRUPTED|panic", until=rf"{LINE_START}neighbour \d+\n")
        assert machine.alive
