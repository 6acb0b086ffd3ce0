# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Two clients each of one alarm, one serial line and one source of random bytes."""

import re

import pytest
from emulator import LINE_START, Emulator
from report import check_report

RUNS_ON = "capsule_test"
pytestmark = pytest.mark.needs_capsule("virtual_test")

SOURCE = ["-device", "virtio-rng-device"]


def test_clients_of_one_device_each_get_what_is_theirs():
    with Emulator(["virtual"], idle="real", options=SOURCE) as machine:
        machine.expect(rf"{LINE_START}.*DONE virtual\n")
        check_report(machine, 19)
        # Neither client's bytes stand in the middle of the other's.
        lines = machine.output.split("PASS all lines are taken")[0]
        assert re.findall(r"\*+", lines) == ["*" * 150] * 20
        for number in range(20):
            assert f"at once, number {number:2d}>\n" in machine.output
        # The second client hears what is typed for the first one.
        machine.send("list\r")
        machine.expect(r"virtual")
        assert machine.alive


def test_both_clients_of_the_source_are_told_that_there_is_none():
    with Emulator(["random_bytes", "entropy"]) as machine:
        for _ in range(2):
            machine.expect(rf"{LINE_START}DONE (random_bytes|entropy)\n")
        assert "no source\n" in machine.output and "no device\n" in machine.output
        assert "FAIL " not in machine.output, machine.output


def test_both_clients_of_the_source_at_once():
    with Emulator(["random_bytes", "virtual"], idle="real", options=SOURCE) as machine:
        for _ in range(2):
            machine.expect(r"DONE (random_bytes|virtual)\n")
        check_report(machine, 39)
