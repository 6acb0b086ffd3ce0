# SPDX-License-Identifier: Apache-2.0 OR MIT
"""The limits that figures and sizes must keep: tests/bench/limits.txt."""

import pathlib

LIMITS = pathlib.Path(__file__).resolve().parents[2] / "tests" / "bench" / "limits.txt"


RESULTS = LIMITS.parent / "results"


class LimitsError(Exception):
    """A limit refers to results that are not there."""


def lines_of(board):
    """The words behind the board's name in its lines."""
    for line in LIMITS.read_text(encoding="utf-8").splitlines():
        words = line.split("#", 1)[0].split()
        if words and words[0] == board:
            yield words[1:]


def results_read(board):
    """{name: instructions} of the results that the repository holds."""
    path = RESULTS / f"{board}.txt"
    if not path.is_file():
        raise LimitsError(f"{path} is missing: nothing to compare with")
    results = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            _, name, value = line.split()
            results[name] = int(value)
    return results


def limits_read(board):
    """{name: limit} of one board; a board without lines has no limits."""
    limits = {}
    for words in lines_of(board):
        if words[0] != "*":
            limits[words[0]] = int(words[1])
    return limits


def limits_relative_read(board):
    """{name: limit} that follow from the results of another board."""
    limits = {}
    for words in lines_of(board):
        if words[0] == "*":
            percent = int(words[1].removesuffix("%"))
            for name, value in results_read(words[2]).items():
                limits[name] = value * percent // 100
    return limits
