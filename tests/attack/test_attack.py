# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Runs every attack program between two neighbours.

A program passes if what its first comment expects happens (attack.h says how), control never came
where it must not, and both neighbours go on counting afterwards with their memory untouched.
"""

import pathlib
import re

import pytest
from emulator import LINE_START, Emulator

FOLDER = pathlib.Path(__file__).parent
SOURCES = sorted(FOLDER.glob("*.c"))
NEIGHBOURS = ("neighbour", "second_neighbour")
EXPECTATION = re.compile(r"^// expect: (fault|error) (.+)$", re.MULTILINE)

# What a test types after a line of the program has come, by name of the program.
INPUT = {"console_read_too_long": ("type now", "focus console_read_too_long\r", "0123456789abcdef")}

ROUNDS_AFTER = 3  # how often each neighbour must count after the attack


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


def count_of(machine, neighbour):
    return int(machine.expect(rf"{LINE_START}{neighbour} (\d+)$")[1])


def test_there_are_enough_attacks():
    assert len(SOURCES) >= 25


@pytest.mark.parametrize("source", SOURCES, ids=[source.stem for source in SOURCES])
def test_attack_is_stopped_and_neighbours_live(source):
    with Emulator([NEIGHBOURS[0], source.stem, NEIGHBOURS[1]]) as machine:
        if source.stem in INPUT:
            line, *typed = INPUT[source.stem]
            machine.expect(rf"{LINE_START}{line}$")
            for text in typed:
                machine.send(text)
                count_of(machine, NEIGHBOURS[0])
        else:
            machine.expect(rf"{LINE_START}(?=attack {source.stem} start$)")
        machine.expect(outcome(source))

        before = [count_of(machine, neighbour) for neighbour in NEIGHBOURS]
        for _ in range(ROUNDS_AFTER):
            after = [count_of(machine, neighbour) for neighbour in NEIGHBOURS]
            assert all(new > old for new, old in zip(after, before)), "a neighbour began again"
            before = after

        assert machine.alive
        assert f"attack {source.stem} start" in machine.output
        for forbidden in ("ATTACK SUCCEEDED", "CORRUPTED", "CANNOT WAIT"):
            assert forbidden not in machine.output
