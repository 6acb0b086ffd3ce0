# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Check sums for programs."""

import pytest
from emulator import LINE_START, Emulator

RUNS_ON = "drivers"
pytestmark = pytest.mark.needs_capsule("crc")


def test_sums_are_those_that_are_known():
    with Emulator(["crc_sums"]) as machine:
        machine.expect(rf"{LINE_START}DONE crc_sums\n")
        assert "FAIL " not in machine.output, machine.output
        assert machine.output.count("PASS ") == 2 + 4 * 2 + 5 + 2
        assert "Capsule" not in machine.output and machine.alive
