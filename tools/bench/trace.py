#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0 OR MIT
"""
Shows where the instructions of one figure of tools/bench go: function by function, in order.

    trace.py --build DIR command_absent

For the figures that are calls, `boot`, `switch`, `switch_yield`, `irq_to_upcall`, `tick_spin` and
`console_write_1`. Exit status: 0 shown, 1 not measured, 2 bad usage.
"""

import argparse
import pathlib
import sys
import tempfile

import bench
import events as ev
from elf_file import ElfError, ElfFile
from plugin import CountError

FIGURE_RUNS = {
    "switch": "switch",
    "switch_yield": "yield",
    "irq_to_upcall": "wake",
    "tick_spin": "spin",
    "console_write_1": "console",
    "boot": "spin",
}
FIGURE_RUNS.update({name: "calls" for name in bench.CALLS})


def span_find(run, figure):
    """(first event, last event) of one instance of a figure: the last but one."""
    number = bench.measures_read()
    visits = run.visits
    if figure == "boot":
        return None, next(event for event in run.events if event.kind == "user")
    if figure == "console_write_1":
        marks = [event for event in run.events if event.kind == "mark"]
        begins = [e for e in marks if e.name == str(number["console_write_begin"])]
        ends = [e for e in marks if e.name == str(number["console_write_end"])]
        spans = list(zip(begins, ends))
    elif figure in ("switch", "tick_spin"):
        is_switch = figure == "switch"
        spans = []
        for before, visit in zip(visits, visits[1:]):
            is_other = run.image_of(before.end.address) != run.image_of(visit.end.address)
            tick = ev.tick_of(visit)
            if tick and ev.has_only(visit, *tick, *ev.WORK) and is_other == is_switch:
                spans.append((visit.vectors[0], visit.end))
    elif figure == "irq_to_upcall":
        sleeps = [v for v in visits if v.cause and v.cause.name == str(number[figure])]
        wakes = [(v, [e for e in v.vectors if e.name in ev.DEVICES]) for v in sleeps]
        spans = [(devices[-1], v.end) for v, devices in wakes if devices]
    else:
        calls = [v for v in visits if v.cause and v.cause.name == str(number[figure])]
        spans = [(v.cause, v.end) for v in calls if ev.has_only(v, *ev.CALLS, *ev.WORK)]
    if len(spans) < 2:
        raise CountError(f"{figure} was not measured")
    return spans[-2]


def functions_of_span(log, kernel, first, last):
    """[(function, instructions)] of the blocks between two events, neighbours joined."""
    parts = []
    previous = None
    is_inside = first is None
    for event in ev.log_read_all(log):
        if event == first:
            is_inside = True
        if is_inside and previous is not None:
            count = ev.kernel_cost(previous, event)
            name = kernel.place(previous.address).split("+")[0]
            if count and parts and parts[-1][0] == name:
                parts[-1] = (name, parts[-1][1] + count)
            elif count:
                parts.append((name, count))
        if is_inside and event.kind == "block":
            previous = event
        if event == last:
            return parts
    raise CountError("the log ends before the figure does")


def main():
    """Command line."""
    parser = argparse.ArgumentParser(description="where the instructions of a figure go")
    parser.add_argument("--build", type=pathlib.Path, required=True, help="the board's build")
    parser.add_argument("--sums", action="store_true", help="one line a function, largest first")
    parser.add_argument("figure", choices=sorted(FIGURE_RUNS))
    arguments = parser.parse_args()
    build = arguments.build.resolve()
    name = FIGURE_RUNS[arguments.figure]
    try:
        with tempfile.TemporaryDirectory() as temporary:
            folder = pathlib.Path(temporary)
            run = bench.Run(build, bench.RUNS[name], folder, name, is_traced=True)
            first, last = span_find(run, arguments.figure)
            parts = functions_of_span(run.log, ElfFile(build / "kernel.elf"), first, last)
    except (CountError, ElfError, ev.FigureError, OSError) as error:
        print(f"trace: {error}", file=sys.stderr)
        return 1
    if arguments.sums:
        sums = {}
        for function, count in parts:
            sums[function] = sums.get(function, 0) + count
        parts = sorted(sums.items(), key=lambda item: -item[1])
    for function, count in parts:
        print(f"{count:>6} {function}")
    print(f"{sum(count for _, count in parts):>6} together")
    return 0


if __name__ == "__main__":
    sys.exit(main())
