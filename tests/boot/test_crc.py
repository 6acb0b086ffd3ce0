# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Check sums for programs."""

import pytest
from emulator import LINE_START, Emulator
from report import check_undisturbed

RUNS_ON = "drivers"
pytestmark = pytest.mark.needs_capsule("crc")


def test_sums_are_those_that_are_known():
    with Emulator(["crc_sums"]) as machine:
        machine.expect(rf"{LINE_START}DONE crc_sums\n")
        check_undisturbed(machine, 2 + 4 * 2 + 5 + 2)
