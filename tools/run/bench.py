# SPDX-License-Identifier: Apache-2.0 OR MIT
"""`bh bench`: builds a board, or all, and hands it to tools/bench; the table of all boards.

Of all boards it also says what the traps in their capsules cost.
"""

import os
import subprocess
import sys

import build

FIGURE_WIDTH = 22


def main():
    parser = build.Parser("bench")
    parser.add_board(default=None)
    parser.add_argument("--all", action="store_true")
    options = parser.parse_args()
    if not options.all:
        return 0 if measure(options.board or build.DEFAULT_BOARD) else 1
    if options.board:
        parser.error("--all is for all boards, --board for one")
    boards = build.shipped_boards()
    is_good = True
    for number, board in enumerate(boards, 1):
        print(f"board {number} of {len(boards)}: {board}", flush=True)
        is_good = measure(board) and is_good
    table_print(boards)
    for board in boards:
        # A variant is the same build.
        if board in build.plain_boards():
            is_good = run("traps.py", "--board", board) and is_good
    return 0 if is_good else 1


def run(tool, *arguments):
    path = os.path.join(build.ROOT, "tools", "bench", tool)
    return subprocess.run([sys.executable, path, *arguments], check=False).returncode == 0


def measure(board):
    """Measures one board; whether everything is within its limits."""
    if not build.build(build.split_name(board)[0]):
        return False
    return run("bench.py", "--board", board, "--build", build.board_place(board))


def results_read(board):
    """{figure: instructions} as they were measured last."""
    path = os.path.join(build.ROOT, "tests", "bench", "results", f"{board}.txt")
    try:
        with open(path, encoding="utf-8") as file:
            lines = [line.split() for line in file if not line.startswith("#")]
    except FileNotFoundError:
        return {}
    return {name: value for _, name, value in lines}


def table_print(boards):
    """One row a figure, one column a board."""
    results = [results_read(board) for board in boards]
    figures = list(dict.fromkeys(name for result in results for name in result))
    widths = [max(len(board), 6) for board in boards]
    print(" " * FIGURE_WIDTH + " ".join(f"{board:>{width}}"
                                        for board, width in zip(boards, widths)))
    for figure in figures:
        row = " ".join(f"{result.get(figure, '-'):>{width}}"
                       for result, width in zip(results, widths))
        print(f"{figure:<{FIGURE_WIDTH}}{row}")


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(1)
