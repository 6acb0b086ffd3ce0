# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Pixels of programs: what the screen looks like when they have drawn."""

import pytest
from display import Screen
from emulator import LINE_START, Emulator
from report import check_undisturbed

RUNS_ON = "drivers"
pytestmark = [pytest.mark.needs_capsule("screen"), pytest.mark.lacks_capsule("ssd0323"),
              pytest.mark.lacks_capsule("ssd0303")]

WIDTH, HEIGHT = 320, 240
RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)
DISPLAY = ["-device", "bochs-display,addr=5,romfile="]
DRAW_CHECKS = 8 + 19 + 5 + 18

TEXT_CHECKS = 7 + 3 + 4 + 2


def pixel(number):
    value = 0x010203 * (number + 1) & 0xFFFFFF
    return (value >> 16, value >> 8 & 0xFF, value & 0xFF)


def drawn():
    rows = [[BLUE] * WIDTH for _ in range(HEIGHT)]
    rows[HEIGHT - 1][WIDTH - 1] = RED
    rows[HEIGHT - 1][:10] = [GREEN] * 10
    for row in range(3):
        rows[50 + row][100:170] = [pixel(row * 70 + i) for i in range(70)]
    rows[100][200:270] = [pixel(i) for i in range(70)]
    rows[101][200:210] = [pixel(70 + i) for i in range(10)]
    return rows


def test_screen_shows_what_was_drawn(tmp_path):
    screen = Screen(tmp_path, DISPLAY)
    with Emulator(["screen_draw"], idle="real", options=screen.options()) as machine:
        machine.expect(rf"{LINE_START}DONE screen_draw\n")
        rows = screen.rows()
        assert (len(rows), len(rows[0])) == (HEIGHT, WIDTH)
        expected = drawn()
        # Where the program was drawing when it died there is what it drew, or what was there.
        died = range(220, 230)
        for number in range(HEIGHT):
            if number in died:
                assert set(rows[number]) <= {BLUE, pixel(0)}, number
            else:
                assert rows[number] == expected[number], number
        check_undisturbed(machine, DRAW_CHECKS)


def cells(rows):
    """What is white in each cell for a letter: 8 rows of 8 pixels."""
    return [["".join("#" if rows[top + y][left + x] == (255, 255, 255) else "."
                     for y in range(8) for x in range(8))
             for left in range(0, WIDTH, 8)] for top in range(0, HEIGHT, 8)]


def test_screen_shows_letters(tmp_path):
    screen = Screen(tmp_path, DISPLAY)
    with Emulator(["text_show"], idle="real", options=screen.options()) as machine:
        machine.expect(rf"{LINE_START}DONE text_show\n")
        shown = cells(screen.rows())
        lines = ["Hello", "A longer line that goes on at the start ", "of the next one"]
        lines += [""] * 26 + [" " * 39 + "L"]
        seen = {}
        for number, line in enumerate(lines):
            for column, letter in enumerate(line.ljust(40)):
                # The first word is written over when the program dies.
                if number > 0 or column >= 5:
                    assert seen.setdefault(letter, shown[number][column]) == shown[number][column]
        # Letters that differ look different, and a space is empty.
        assert len(set(seen.values())) == len(seen)
        assert seen[" "] == "." * 64
        check_undisturbed(machine, TEXT_CHECKS)


@pytest.mark.parametrize("name, passes", [("screen_draw", 2), ("text_show", 1)])
def test_without_a_screen_there_is_no_device(name, passes):
    with Emulator([name]) as machine:
        machine.expect(rf"{LINE_START}DONE {name}\n")
        check_undisturbed(machine, passes)
