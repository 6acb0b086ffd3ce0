# SPDX-License-Identifier: Apache-2.0 OR MIT
"""The limits that figures and sizes must keep: tests/bench/limits.txt."""

import pathlib

LIMITS = pathlib.Path(__file__).resolve().parents[2] / "tests" / "bench" / "limits.txt"


def limits_read(board):
    """{name: limit} of one board; a board without lines has no limits."""
    limits = {}
    for line in LIMITS.read_text(encoding="utf-8").splitlines():
        words = line.split("#", 1)[0].split()
        if words and words[0] == board:
            limits[words[1]] = int(words[2])
    return limits
