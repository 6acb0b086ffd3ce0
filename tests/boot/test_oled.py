# SPDX-License-Identifier: Apache-2.0 OR MIT
"""What programs draw on a small screen that is reached over a bus, and on which a memory card is,
too."""

import time

import pytest
from awaited_text import WAIT_SECONDS
from board import Board
from display import Screen
from emulator import LINE_START, Emulator
from report import check_report

RUNS_ON = "drivers"
pytestmark = pytest.mark.needs_capsule("ssd0323")

WIDTH, HEIGHT, LETTER, SCALE = 128, 64, 8, 4  # the emulator shows each pixel as sixteen
BACKGROUND = 4
GREEN, BLUE = 150 * 255 >> 12, 29 * 255 >> 12
CHECKS = 1 + 2 * 8


def shades(screen):
    """Of all pixels, in rows."""
    rows = screen.rows()
    assert (len(rows[0]), len(rows)) == (WIDTH * SCALE, HEIGHT * SCALE)
    return [[rows[SCALE * y][SCALE * x][0] // 17 for x in range(WIDTH)] for y in range(HEIGHT)]


def is_drawn(shown):
    expected = [[BACKGROUND] * WIDTH for _ in range(HEIGHT)]
    expected[60][101:117] = range(16)
    expected[63][:2] = [GREEN, BLUE]
    letters = [row[2 * LETTER:4 * LETTER] for row in shown[LETTER:2 * LETTER]]
    for row, letter_row in enumerate(letters):
        expected[LETTER + row][2 * LETTER:4 * LETTER] = letter_row
    lit = [sum(1 for shade in row if shade == 15) for row in letters]
    # Both letters stand there, in the brightest shade on the darkest, and leave their last row.
    return shown == expected and {shade for row in letters for shade in row} == {0, 15} \
        and sum(lit) > 10


def test_what_programs_draw_is_shown(board_build, tmp_path):
    screen = Screen(tmp_path)
    options = screen.options() + Board(board_build).disk_options(str(tmp_path / "card"))
    with Emulator(["oled_show", "storage_shared"], idle="real", options=options) as machine:
        for _ in range(2):
            machine.expect(rf"{LINE_START}DONE (oled_show|storage_shared)\n")
        check_report(machine, CHECKS + 21)
        # What is drawn is on its way still.
        deadline = time.monotonic() + WAIT_SECONDS
        while not is_drawn(shades(screen)) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert is_drawn(shades(screen)), shades(screen)
        assert machine.alive
