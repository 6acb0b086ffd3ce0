# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Two clients each of one alarm, one serial line and one source of random bytes."""

import re

from emulator import LINE_START, Emulator

RUNS_ON = "capsule_test"

SOURCE = ["-device", "virtio-rng-device"]


def test_clients_of_one_device_each_get_what_is_theirs():
    with Emulator(["virtual"], idle="real", options=SOURCE) as machine:
        machine.expect(rf"{LINE_START}.*DONE virtual\n")
        assert "FAIL " not in machine.output, machine.output
        assert machine.output.count("PASS ") == 19, machine.output
        # Neither client's bytes stand in the middle of the other's.
        assert [len(stars) % 150 for stars in re.findall(r"\*+", machine.output)
                if len(stars) % 150] in ([], [len(re.findall(r"\*+", machine.output)[-2]) % 150])
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
    with Emulator(["random_bytes", "entropy"], idle="real", options=SOURCE) as machine:
        for _ in range(2):
            machine.expect(rf"{LINE_START}DONE (random_bytes|entropy)\n")
        assert "FAIL " not in machine.output, machine.output
        assert machine.output.count("PASS ") == 30, machine.output
