# SPDX-License-Identifier: Apache-2.0 OR MIT
"""The source of random bytes of a machine with virtio devices: none, and both kinds in any slot."""

import pytest
from emulator import LINE_START, Emulator
from report import check_program, check_report

RUNS_ON = "capsule_test"

CURRENT = ["-global", "virtio-mmio.force-legacy=false"]
DEVICES = {
    "legacy": ["-device", "virtio-rng-device"],
    "legacy in the first slot": ["-device", "virtio-rng-device,bus=virtio-mmio-bus.0"],
    "current": [*CURRENT, "-device", "virtio-rng-device"],
    "current in slot 3": [*CURRENT, "-device", "virtio-rng-device,bus=virtio-mmio-bus.3"],
    "behind another device": ["-device", "virtio-net-device", "-device", "virtio-rng-device"],
}


@pytest.mark.parametrize("program", ["entropy"])
@pytest.mark.parametrize("device", DEVICES)
def test_random_bytes_come(program, device):
    # The bytes come from the host, so that guest time must not run ahead of it.
    with Emulator([program], idle="real", options=DEVICES[device]) as machine:
        machine.expect(rf"{LINE_START}DONE {program}\n")
        assert "a device\n" in machine.output
        check_report(machine, 10)


@pytest.mark.parametrize("program", ["entropy_cancel"])
@pytest.mark.parametrize("version", [[], CURRENT], ids=["legacy", "current"])
def test_request_is_cancelled(program, version):
    slow = "virtio-rng-device,max-bytes=64,period=400"
    with Emulator([program], idle="real", options=[*version, "-device", slow]) as machine:
        check_program(machine, program, 9)


@pytest.mark.parametrize("program", ["entropy"])
def test_without_a_device_there_is_none(program):
    with Emulator([program]) as machine:
        machine.expect(rf"{LINE_START}DONE {program}\n")
        assert "no device\n" in machine.output
        assert "FAIL " not in machine.output, machine.output
        assert machine.alive
