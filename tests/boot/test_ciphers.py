# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Ciphers for programs, by a device of the machine's."""

import pytest
from emulator import LINE_START, Emulator
from report import check_undisturbed

RUNS_ON = "drivers"
pytestmark = pytest.mark.needs_capsule("aes")

ENGINE = ["-object", "cryptodev-backend-builtin,id=ciphers",
          "-device", "virtio-crypto-device,cryptodev=ciphers"]
REFUSALS = 11
CHECKS = REFUSALS + 2 * 3 * 2 + 9 + 3 * 3 + 3 + 1 + 2


@pytest.mark.parametrize("version", ["legacy", "current"])
def test_ciphers_are_those_of_the_standard(version):
    force = ["-global", f"virtio-mmio.force-legacy={'true' if version == 'legacy' else 'false'}"]
    with Emulator(["ciphers"], options=force + ENGINE) as machine:
        machine.expect(rf"{LINE_START}DONE ciphers\n")
        check_undisturbed(machine, CHECKS)


def test_without_an_engine_there_is_no_device():
    with Emulator(["ciphers"]) as machine:
        machine.expect(rf"{LINE_START}DONE ciphers\n")
        check_undisturbed(machine, 1)
