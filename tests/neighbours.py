# SPDX-License-Identifier: Apache-2.0 OR MIT
"""The two programs that run beside an attacker and must not notice it.

They count aloud and look after their memory, which is full of secrets: tests/programs/neighbour.h.
"""

import re

from emulator import LINE_START

NEIGHBOURS = ("neighbour", "second_neighbour")
SECRET = re.compile(r"SK[@-z]{2}SK")  # in memory and in flash of both
ROUNDS = 3  # how often each must count to show that it goes on


def between_neighbours(image):
    """The images of a run with one in the middle."""
    return [NEIGHBOURS[0], image, NEIGHBOURS[1]]


def count_of(machine, neighbour):
    """Waits for the next count of a neighbour."""
    # A pattern that ends with $ would also match a number of which only half has come.
    return int(machine.expect(rf"{LINE_START}{neighbour} (\d+)\n")[1])


def check_neighbours_go_on(machine):
    """Waits until both have counted on from where they are now, undisturbed."""
    before = [count_of(machine, neighbour) for neighbour in NEIGHBOURS]
    for _ in range(ROUNDS):
        after = [count_of(machine, neighbour) for neighbour in NEIGHBOURS]
        assert all(new > old for new, old in zip(after, before)), "a neighbour began again"
        before = after
    assert machine.alive
    for forbidden in ("CORRUPTED", " LATE"):
        assert forbidden not in machine.output
    assert not SECRET.search(machine.output), "a neighbour's secret was printed"
