# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Digests of programs' bytes, with a key and without."""

import hashlib
import hmac
import re

import pytest
from emulator import LINE_START, Emulator
from report import check_undisturbed

RUNS_ON = "drivers"
pytestmark = pytest.mark.needs_capsule("hmac")

BYTES = bytes((i * i * 7 + i // 3) & 0xFF for i in range(1000))
LENGTHS = [0, 1, 55, 56, 64, 65, 1000]
KEY_LENGTHS = [1, 20, 64, 65, 200]


def expected():
    """What the program prints, in this order."""
    for length in LENGTHS:
        yield "sha", length, hashlib.sha256(BYTES[:length]).hexdigest()
    for length in KEY_LENGTHS:
        message = BYTES[3:3 + 2 * length]
        yield "hmac", length, hmac.new(BYTES[:length], message, "sha256").hexdigest()
    yield "parts", 1000, hmac.new(BYTES[:77], BYTES, "sha256").hexdigest()


def test_digests_are_those_of_another_implementation():
    # Two programs at a time: the requests of one are between those of the other.
    with Emulator(["digests", "crc_sums"]) as machine:
        machine.expect(r"DONE (crc_sums|digests)\n(.*\n)*.*DONE (?!\1)\w+\n")
        found = re.findall(rf"{LINE_START}(sha|hmac|parts) (\d+) (\w+)\n", machine.output,
                           re.MULTILINE)
        assert [(what, int(length), value) for what, length, value in found] == list(expected())
        crc_checks = 2 + 4 * 2 + 5 + 2
        checks = len(LENGTHS) + 3 * len(KEY_LENGTHS) + 4 + 4 + 2
        check_undisturbed(machine, crc_checks + checks)
