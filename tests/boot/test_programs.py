# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Runs the test programs of tests/programs and reads what they report of themselves."""

import re

import pytest
from emulator import LINE_START, Emulator
from neighbours import NEIGHBOURS, between_neighbours

NEIGHBOUR_LINE = re.compile(r"(.*\x1b\[K)?(second_)?neighbour \d+$")


def run(images, program):
    """Runs until the program is done; returns all output."""
    with Emulator(images) as machine:
        machine.expect(rf"{LINE_START}DONE {program}\n")
        return machine.output


def check_report(output, program):
    failures = re.findall(rf"{LINE_START}FAIL .*$", output, re.MULTILINE)
    assert not failures, "\n".join(failures)
    assert "PASS " in output
    assert "Fault:" not in output.replace("Fault: neighbour (pid 1): forged", "")
    assert output.count(f"DONE {program}\n") == 1


@pytest.mark.parametrize("program", ["memory", "alarms", "yields", "allows", "exits"])
def test_program_alone(program):
    check_report(run([program], program), program)


@pytest.mark.parametrize("program", ["registers", "memory", "alarms", "yields", "allows", "exits",
                                     "console_stress"])
def test_program_between_neighbours(program):
    output = run(between_neighbours(program), program)
    check_report(output, program)
    assert "CORRUPTED" not in output and " LATE" not in output


def test_exit_does_not_come_back():
    with Emulator(["exits", NEIGHBOURS[0]]) as machine:
        machine.expect(rf"{LINE_START}DONE exits\n")
        machine.never(r"PASS|FAIL|DONE|going to restart", until=rf"{LINE_START}neighbour 30\n")


def test_console_keeps_lines_whole_and_terminal_safe():
    output = run(between_neighbours("console_stress"), "console_stress")
    # The process console's own prompt uses the terminal; a program's bytes must not.
    assert "\x1b[31m" not in output and "\x1b[2J" not in output and "\x05" not in output
    assert "answer  back" in output  # the bytes around a dropped one arrive
    assert re.search(rf"{LINE_START}partial line in two parts$", output, re.MULTILINE)
    assert output.count("L") >= 10 * 299  # ten long lines, nothing lost
    for line in output.splitlines():
        if re.search(r"neighbour \d", line):
            assert NEIGHBOUR_LINE.match(line), f"a line was broken: {line!r}"


@pytest.mark.needs_capsule("process_console")
def test_samples_run_together():
    with Emulator(["hello", "blink", "clock", "vandal", "echo"]) as machine:
        machine.expect(rf"{LINE_START}Hello from a program that the kernel does not trust\.$")
        seen = machine.output
        machine.expect(r"clock: 2 seconds")
        machine.expect(r"clock: ding")
        machine.expect(rf"{LINE_START}Fault: vandal\b")
        machine.expect(r"vandal: now I will")  # its next life
        machine.send("focus echo\r")
        machine.expect(r"clock: \d+ seconds")
        machine.send("to be or not\x7f\x7f\x7fso\r")
        machine.expect(rf"{LINE_START}echo: to be or so \(11 characters\)$")
        assert "nobody stopped me" not in machine.output
        assert "blink: " in machine.output and seen
        assert machine.alive
