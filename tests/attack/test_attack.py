# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Runs every attack program between two neighbours.

A program passes if what its first comment expects happens (attack.h says how), control never came
where it must not, and both neighbours go on counting afterwards with their memory untouched. Each
build runs the attacks of all processors and those of its own family (folders arm and riscv).
"""

import os
import pathlib
import re

import pytest
from board import Board
from emulator import LINE_START, Emulator
from neighbours import between_neighbours, check_neighbours_go_on

# The builds of one test run may be of several families, so this file pairs them with its sources.
PAIRS_BUILDS_ITSELF = True

FOLDER = pathlib.Path(__file__).parent
FAMILIES = ("arm", "riscv")
EXPECTATION = re.compile(r"^// expect( \w+)?: (fault|error) (.+)$", re.MULTILINE)
ATTACKS_MIN = {"arm": 130, "riscv": 150}

# What a test types, by name of the program: after which text, and what.
INPUT = {
    "console_read_too_long": (
        (rf"{LINE_START}type now\n", "focus console_read_too_long\r"),
        ("Input goes to console_read_too_long", "0123456789abcdef"),
    ),
}


def sources_of(family):
    """The attacks that a family of processors knows."""
    return sorted(FOLDER.glob("*.c")) + sorted((FOLDER / family).glob("*.c"))


def outcome(source, family):
    """The regular expression for any of the outcomes that the source allows on a family."""
    wanted = [(kind, pattern) for named, kind, pattern in EXPECTATION.findall(source.read_text())
              if named.strip() in ("", family)]
    assert wanted, f"{source.name} expects nothing on {family}: `// expect: fault CAUSE` or `error`"
    alternatives = []
    for kind, pattern in wanted:
        if kind == "fault":
            pattern = rf"{LINE_START}Fault: {source.stem}\b[^\n:]*: (?:{pattern})"
        alternatives.append(f"(?:{pattern})")
    return "|".join(alternatives)


def pytest_generate_tests(metafunc):
    """Pairs each build with the attacks that its processor knows."""
    if "source" not in metafunc.fixturenames:
        return
    pairs, names = [], []
    for build in os.environ["BULKHEAD_BUILDS"].split(":"):
        for source in sources_of(Board(build).facts["toolchain"]):
            pairs.append((build, source))
            names.append(f"{os.path.basename(build)}-{source.stem}")
    metafunc.parametrize("board_build,source", pairs, indirect=["board_build"], ids=names)


@pytest.mark.parametrize("family", FAMILIES)
def test_there_are_enough_attacks_and_each_expects_something(family):
    sources = sources_of(family)
    assert len(sources) >= ATTACKS_MIN[family]
    for source in sources:
        assert outcome(source, family)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_named_in_an_expectation_exists(family):
    for source in sources_of(family):
        for named, _, _ in EXPECTATION.findall(source.read_text()):
            assert named.strip() in ("", *FAMILIES), f"{source.name} expects for{named}"


def test_attack_is_stopped_and_neighbours_live(board_build, source):
    family = Board(board_build).facts["toolchain"]
    with Emulator(between_neighbours(source.stem)) as machine:
        machine.expect(rf"{LINE_START}(?=attack {source.stem} start\n)")
        for awaited, typed in INPUT.get(source.stem, ()):
            machine.expect(awaited)
            machine.send(typed)
        machine.expect(outcome(source, family))

        check_neighbours_go_on(machine)
        assert f"attack {source.stem} start" in machine.output
        assert "ATTACK SUCCEEDED" not in machine.output
