#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0 OR MIT
"""
Counts the instructions of the kernel on an emulated board: one line a figure, `BOARD NAME COUNT`.

The programs of tests/bench run under the counting plugin (tools/count) with -icount, so that every
figure can be repeated exactly. Figures are compared with tests/bench/limits.txt and written to
tests/bench/results/BOARD.txt. With --check they are compared with that file instead: more than two
per cent worse is a failure.

Exit status: 0 all is well, 1 a figure is missing or too high, 2 bad usage.
"""

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tools" / "count"), str(ROOT / "tools" / "run")]

# pylint: disable=wrong-import-position
import events as ev  # noqa: E402
from board import Board, BoardError  # noqa: E402
from elf_file import ElfError, ElfFile  # noqa: E402
from limits import (  # noqa: E402
    RESULTS,
    LimitsError,
    limits_read,
    limits_relative_read,
    results_read,
)
from plugin import (  # noqa: E402
    CountError,
    longest_describe,
    longest_read,
    plugin_option,
)
from system_table import (  # noqa: E402
    Row,
    call_entry,
    notify_entry,
    system_options,
    system_table,
)

RUN_SECONDS_MAX = 120
REGRESSION_PERCENT = 2

RUNS = {
    "calls": ["bench_calls"],
    "console": ["bench_console"],
    "wake": ["bench_wake"],
    "spin": ["bench_spin_first"],
    "switch": ["bench_spin_first", "bench_spin_second"],
    "yield": ["bench_yielder", "bench_spin_first"],
}
# On a test board, which has drivers for it, some functions are counted, each with all that it
# calls: those for process memory, and a capsule's that takes a buffer out of a cell and puts it
# back. {run: {figure: function}}.
TEST_BOARD = "-capsule-test"
TEST_RUNS = {"user_copy": ["bench_user_copy"], "cells": ["bench_cells"]}
# Figures whose path leads through a capsule, and their runs: those of an ordinary board that are
# measured on one with IPC, too.
CAPSULE_RUNS = {"command_exists": "calls", "irq_to_upcall": "wake", "console_write_1": "console"}
# On a board with IPC, calls between two programs are counted from user to user.
IPC_BOARD = "-ipc"
BADGE_CALL = 1 << 63  # abi/ipc.h
IPC_RUNS = {
    "ipc": ["bench_ipc_client", "bench_ipc_server"],
    "ppcall": ["bench_ppcall_client", "bench_ppcall_server"],
}
IPC_FIGURES = {
    "ipc": ["ipc_call_0", "ipc_call_4", "ipc_call_10", "signal"],
    "ppcall": ["ppcall_1"],
}
FUNCTIONS = {
    "user_copy": {
        "user_copy_64": "user_copy_in_",
        "user_copy_256": "user_copy_in_",
        "user_load_32": "user_load_32",
    },
    "cells": {"cell_take_put": "cell_test_take_put"},
}

# Counted inside the kernel, but for those that a family of processors counts from user to user:
# with the program's own call function and upcall function.
CALLS = [
    "yield_nowait_empty",
    "allow_ro",
    "subscribe",
    "command_absent",
    "yield_wait_pending",
]
USER_TO_USER = {"arm": [], "riscv": ["command_absent", "yield_wait_pending"]}
ALL = [
    "command_exists",
    *CALLS,
    "switch",
    "switch_yield",
    "irq_to_upcall",
    "tick_spin",
    "console_write_1",
    "console_write_1_user",
    "boot",
    "capsule_enter",
    "longest_kernel_run",
]


def measures_read():
    """The marker numbers, from the header that the programs use."""
    text = (ROOT / "tests" / "bench" / "measure.h").read_text(encoding="utf-8")
    return {
        name.lower(): int(number)
        for name, number in re.findall(r"MEASURE_(\w+) = (\d+),", text)
        if name != "REPEATS"
    }


def repeats_read():
    """How often a program repeats a measured call."""
    text = (ROOT / "tests" / "bench" / "measure.h").read_text(encoding="utf-8")
    return int(re.search(r"MEASURE_REPEATS = (\d+)", text).group(1))


class Run:
    """One emulation: the programs, their places in flash, and what the plugin wrote."""

    def __init__(self, build, programs, folder, name, is_traced=False):
        self.board = Board(build)
        self.log = folder / f"{name}.log"
        self.option = plugin_option(build, self.log, is_traced=is_traced)
        image = folder / f"{name}.bin"
        self.images = self._pack(programs, image)
        serial = self._emulate(image, name, folder)
        self.events, is_complete = ev.log_read(self.log)
        if not is_complete:
            tail = " | ".join(serial.strip().splitlines()[-3:])
            raise CountError(f"run {name} did not come to its end; the console says: {tail}")
        self.visits = ev.visits_find(self.events)

    def _pack(self, programs, image):
        """Packs the programs into one file; returns [(base, end)] of each in flash."""
        tabs = [pathlib.Path(self.board.program(program)) for program in programs]
        for tab in tabs:
            if not tab.is_file():
                raise CountError(f"{tab} is missing: build the board first")
        facts = self.board.facts
        command = [f"{facts['tools']}/tbf", "pack", "-o", str(image), "--verbose"]
        command += ["--arch", facts["cpu"]]
        command += ["--flash", f"{facts['apps_base']}:{facts['apps_bytes']}"]
        command += ["--ram", f"{facts['pool_base']}:{facts['pool_bytes']}", *map(str, tabs)]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.returncode != 0:
            raise CountError(f"packing failed: {result.stderr.strip()}")
        places = []
        for line in result.stdout.splitlines():
            _, base, size = line.split()
            places.append((int(base, 0), int(base, 0) + int(size, 0)))
        if len(places) != len(programs):
            raise CountError(f"packing put {len(places)} images, expected {len(programs)}")
        return places

    def _emulate(self, image, name, folder):
        """Runs the emulator to its end; returns what the board has printed."""
        command = self.board.emulator_command(str(image))
        if has_ipc(self.board):
            command += system_options(self.board, ipc_system(), folder)
        command += ["-icount", "shift=6,align=off,sleep=off", "-plugin", self.option]
        try:
            result = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                check=False,
                timeout=RUN_SECONDS_MAX,
            )
        except subprocess.TimeoutExpired as error:
            raise CountError(f"run {name} took longer than {RUN_SECONDS_MAX} s") from error
        if result.returncode != 0:
            text = " ".join(result.stderr.split())
            raise CountError(f"run {name} ended with status {result.returncode}: {text}")
        return result.stdout

    def image_of(self, address):
        """Index of the program that an address belongs to."""
        for index, (base, end) in enumerate(self.images):
            if base <= address < end:
                return index
        raise CountError(f"{address:#x} belongs to no program")


def has_ipc(board):
    """The name of a variant goes on behind that of its board."""
    return f"{IPC_BOARD}-" in f"{board.name}-"


def ipc_system():
    """The system description for IPC_RUNS, as tests/bench/bench_ipc.h has it; 0 is the channel of
    protected procedure calls."""
    entries = [call_entry(1), notify_entry(0)]
    client, server = IPC_RUNS["ipc"]
    rows = [Row(client, rank=16, entries=entries), Row(server, rank=8)]
    client, server = IPC_RUNS["ppcall"]
    entries = [call_entry(len(rows) + 1, badge=BADGE_CALL)]
    rows += [Row(client, rank=16, entries=entries), Row(server, rank=8)]
    return system_table(rows)


def ipc_compute(runs):
    """{figure: instructions} of calls between two programs."""
    number = measures_read()
    figures = {}
    for run, names in IPC_FIGURES.items():
        for name in names:
            spans = ev.span_values(runs[run].events, number[f"{name}_begin"], number[f"{name}_end"])
            figures[name] = ev.typical(name, [every for every, _ in spans], repeats_read() // 2)
    return figures


def crossing_count(board):
    """
    Instructions of an outermost crossing into a capsule and back, the call itself included. On the
    way there and back none of its branches is taken, so they stand one behind the other, from the
    begin of the function up to its first return.
    """
    text = subprocess.run(
        [f"{board.facts['binutils_prefix']}objdump", "--disassemble=port_capsule_call",
         "--no-show-raw-insn", f"{board.build}/kernel.elf"],
        capture_output=True, text=True, check=True).stdout
    instructions = re.findall(r"^ *[0-9a-f]+:\t(.*)$", text, re.MULTILINE)
    for count, instruction in enumerate(instructions, 1):
        if re.match(r"ret\b|pop(\.w)?\s.*pc|ldmia(\.w)?\s+sp!.*pc", instruction):
            return count
    raise CountError("port_capsule_call has no end")


def figures_compute(runs):
    """{figure: instructions}."""
    number = measures_read()
    repeats = repeats_read()
    # A tick may interrupt some of the repeats.
    enough = repeats // 2
    figures = {}
    user_to_user = USER_TO_USER[runs["calls"].board.facts["toolchain"]]
    for name in CALLS:
        if name in user_to_user:
            spans = ev.span_values(
                runs["calls"].events, number[f"{name}_begin"], number[f"{name}_end"]
            )
            values = [every for every, _ in spans]
        else:
            values = ev.call_values(runs["calls"].visits, number[name])
        figures[name] = ev.typical(name, values, enough)

    values = ev.slice_switch_values(runs["switch"].visits, runs["switch"].image_of)
    figures["switch"] = ev.typical("switch", values, enough)
    values = ev.yield_switch_values(
        runs["yield"].visits, number["switch_yield"], runs["yield"].image_of
    )
    figures["switch_yield"] = ev.typical("switch_yield", values, enough)
    figures["tick_spin"] = ev.typical("tick_spin", ev.tick_values(runs["spin"].visits), enough)
    figures |= capsule_figures_compute(runs)
    figures["capsule_enter"] = crossing_count(runs["spin"].board)
    figures["boot"] = ev.boot_value(runs["spin"].events)
    return figures


def capsule_figures_compute(runs):
    """{figure: instructions} of CAPSULE_RUNS, and what of a console write is the program's."""
    number = measures_read()
    repeats = repeats_read()
    enough = repeats // 2
    exists = ev.call_values(runs["calls"].visits, number["command_exists"])
    wake = ev.wake_values(runs["wake"].visits, number["irq_to_upcall"], number["upcall"])
    write, write_user = ev.span_average(runs["console"].events, number["console_write_begin"],
                                        number["console_write_end"], repeats)
    return {
        "command_exists": ev.typical("command_exists", exists, enough),
        "irq_to_upcall": ev.typical("irq_to_upcall", wake, enough),
        "console_write_1": write,
        "console_write_1_user": write_user,
    }


def functions_compute(run, functions):
    """{figure: instructions} of the functions that a test board is for."""
    number = measures_read()
    kernel = ElfFile(f"{run.board.build}/kernel.elf")
    events = ev.log_read_all(run.log)
    return {
        figure: ev.typical(
            figure,
            ev.function_values(events, number[figure], kernel, function),
            repeats_read() // 2,
        )
        for figure, function in functions.items()
    }


def longest_compute(runs):
    """(instructions, place) of the longest kernel run of all runs."""
    found = [(longest_read(run.log), run.log) for run in runs.values()]
    found = [(longest, log) for longest, log in found if longest]
    if not found:
        raise CountError("no kernel run was seen")
    longest, log = max(found, key=lambda pair: pair[0][0])
    return longest[0], longest_describe(log, longest)


def limits_check(board, figures):
    """Whether all figures are within their limits."""
    is_good = True
    limits = {**limits_relative_read(board), **limits_read(board)}
    for name, limit in limits.items():
        if name in figures and figures[name] > limit:
            print(f"bench: {name}: {figures[name]} exceeds the limit {limit}", file=sys.stderr)
            is_good = False
    return is_good


def results_write(board, figures, place):
    """Writes the results."""
    lines = ["# SPDX-License-Identifier: Apache-2.0 OR MIT"]
    lines += ["# Instructions, counted by tools/bench. Longest kernel run: " + place]
    lines += [f"{board} {name} {count}" for name, count in figures.items()]
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{board}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def results_check(board, figures):
    """Whether no figure is noticeably worse than the results in the repository."""
    old = results_read(board)
    is_good = True
    for name in figures:
        if name not in old:
            print(f"bench: {name} is not in the results of {board}", file=sys.stderr)
            is_good = False
        elif figures[name] * 100 > old[name] * (100 + REGRESSION_PERCENT):
            print(f"bench: {name}: {figures[name]}, was {old[name]}", file=sys.stderr)
            is_good = False
    return is_good


def measure(board_name, build, folder):
    """(figures, place of the longest run)."""
    board = Board(build)
    if board.name != board_name:
        raise CountError(f"{build} is a build of {board.name}, not of {board_name}")
    is_test_board = board.name.endswith(TEST_BOARD)
    is_ipc_board = has_ipc(board)
    wanted = TEST_RUNS if is_test_board else RUNS
    if is_ipc_board:
        wanted = IPC_RUNS | {run: RUNS[run] for run in CAPSULE_RUNS.values()}
    runs = {}
    for index, (name, programs) in enumerate(wanted.items(), 1):
        print(f"bench: run {index} of {len(wanted)}: {name}", file=sys.stderr)
        runs[name] = Run(build, programs, folder, name, is_traced=is_test_board)
    longest, place = longest_compute(runs)
    if is_test_board:
        figures = {}
        for name, functions in FUNCTIONS.items():
            figures |= functions_compute(runs[name], functions)
        return figures, place
    if is_ipc_board:
        capsule_figures = capsule_figures_compute(runs)
        figures = ipc_compute(runs) | {name: capsule_figures[name] for name in CAPSULE_RUNS}
        return figures | {"longest_kernel_run": longest}, place
    figures = figures_compute(runs) | {"longest_kernel_run": longest}
    return {name: figures[name] for name in ALL}, place


def main():
    """Command line."""
    parser = argparse.ArgumentParser(description="count the kernel's instructions")
    parser.add_argument("--board", required=True)
    parser.add_argument(
        "--build", type=pathlib.Path, required=True, help="the board's build; FOLDER@VARIANT"
    )
    parser.add_argument("--check", action="store_true", help="compare with the results in the tree")
    parser.add_argument("--write", action="store_true", help="write the results also with --check")
    parser.add_argument("--keep", type=pathlib.Path, help="folder for the logs, kept")
    arguments = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory() as temporary:
            folder = arguments.keep or pathlib.Path(temporary)
            folder.mkdir(parents=True, exist_ok=True)
            figures, place = measure(arguments.board, arguments.build.resolve(), folder.resolve())
        for name, count in figures.items():
            print(f"{arguments.board} {name} {count}")
        print(f"# longest kernel run: {place}")
        is_good = limits_check(arguments.board, figures)
        if arguments.check:
            is_good = results_check(arguments.board, figures) and is_good
        if arguments.write or not arguments.check:
            results_write(arguments.board, figures, place)
    except (BoardError, CountError, ElfError, ev.FigureError, LimitsError, OSError) as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
