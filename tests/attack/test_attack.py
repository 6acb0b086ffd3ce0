# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Runs every attack program between two neighbours.

A program passes if what its first comment expects happens (attack.h says how), control never came
where it must not, and both neighbours go on counting afterwards with their memory untouched.
"""

import pathlib
import re

import pytest
from emulator import LINE_START, Emulator
from neighbours import between_neighbours, check_neighbours_go_on

FOLDER = pathlib.Path(__file__).parent
SOURCES = sorted(FOLDER.glob("*.c"))
EXPECTATION = re.compile(r"^// expect: (fault|error) (.+)$", re.MULTILINE)

# What a test types, by name of the program: after which text, and what.
INPUT = {
    "console_read_too_long": (
        (rf"{LINE_START}type now\n", "focus console_read_too_long\r"),
        ("Input goes to console_read_too_long", "0123456789abcdef"),
    ),
}


def outcome(source):
    """The regular expression for any of the outcomes that the source allows."""
    wanted = EXPECTATION.findall(source.read_text())
    assert wanted, f"{source.name} has no line `// expect: fault CAUSE` or `// expect: error TEXT`"
    alternatives = []
    for kind, pattern in wanted:
        if kind == "fault":
            pattern = rf"{LINE_START}Fault: {source.stem}\b[^\n:]*: (?:{pattern})"
        alternatives.append(f"(?:{pattern})")
    return "|".join(alternatives)


def test_there_are_enough_attacks():
    assert len(SOURCES) >= 25


@pytest.mark.parametrize("source", SOURCES, ids=[source.stem for source in SOURCES])
def test_attack_is_stopped_and_neighbours_live(source):
    with Emulator(between_neighbours(source.stem)) as machine:
        machine.expect(rf"{LINE_START}(?=attack {source.stem} start\n)")
        for awaited, typed in INPUT.get(source.stem, ()):
            machine.expect(awaited)
            machine.send(typed)
        machine.expect(outcome(source))

        check_neighbours_go_on(machine)
        assert f"attack {source.stem} start" in machine.output
        assert "ATTACK SUCCEEDED" not in machine.output
