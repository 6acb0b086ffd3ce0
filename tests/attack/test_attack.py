# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Runs every attack program between two neighbours.

A program passes if what its first comment expects happens (attack.h says how), control never came
where it must not, and both neighbours go on counting afterwards with their memory untouched. Each
build runs the attacks of all processors, those of its own family (folders arm and riscv) and those
of its instruction set (such as armv8m).
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
FAMILIES = {"arm": ("armv7m", "armv8m"), "riscv": ("riscv32",)}  # with their instruction sets
PROCESSORS = [(family, isa) for family, sets in FAMILIES.items() for isa in sets]
EXPECTATION = re.compile(r"^// expect( \w+)?: (fault|error) (.+)$", re.MULTILINE)
ATTACKS_MIN = {"arm": 230, "riscv": 270}



def typed_to(name, *texts):
    """What is typed to a program that says `type now` before each text."""
    focus = (rf"{LINE_START}type now\n", f"focus {name}\r")
    first = (f"Input goes to {name}", texts[0])
    return (focus, first, *((rf"{LINE_START}type more\n", text) for text in texts[1:]))


# What a test types, by name of the program: after which text, and what.
INPUT = {
    "console_read_at_edges": typed_to("console_read_at_edges", *["!@#$%^&*"] * 4),
    "console_read_former_life": typed_to("console_read_former_life", "late"),
    "console_read_over_text": typed_to("console_read_over_text", "0123456789"),
    "console_read_revoked": typed_to("console_read_revoked", "revoked"),
    "console_read_shortened": typed_to("console_read_shortened", "0123456789abcdef"),
    "console_read_too_long": typed_to("console_read_too_long", "0123456789abcdef"),
    # Deletes nothing in an empty line: an interrupt each, at no instruction in particular.
    "isolation_bug_14_lost_calls": ((r"isolation_bug_14_lost_calls start\n", "\x7f" * 30000),),
    "memory_hints_crossed": (
        (rf"{LINE_START}type now\n", "process memory_hints_crossed\r"),
        (r"image header", "process memory_hints_crossed\r"),
    ),
    "read_into_own_return": typed_to("read_into_own_return", "\x7e"),
    "read_into_own_state": typed_to("read_into_own_state", "\x1f"),
}


def processor_of(build):
    """Family and instruction set of a build's processor."""
    facts = Board(build).facts
    return facts["toolchain"], facts["isa"]


def sources_of(processor):
    """The attacks that a processor knows."""
    return [source for folder in ("", *processor)
            for source in sorted((FOLDER / folder).glob("*.c"))]


def outcome(source, processor):
    """The regular expression for any of the outcomes that the source allows on a processor."""
    wanted = [(kind, pattern) for named, kind, pattern in EXPECTATION.findall(source.read_text())
              if named.strip() in ("", *processor)]
    assert wanted, (
        f"{source.name} expects nothing on {processor}: `// expect: fault CAUSE` or `error`")
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
        for source in sources_of(processor_of(build)):
            if source.stem in INPUT and "process_console" not in Board(build).facts["capsules"]:
                continue  # what is typed is a command
            pairs.append((build, source))
            names.append(f"{os.path.basename(build)}-{source.stem}")
    metafunc.parametrize("board_build,source", pairs, indirect=["board_build"], ids=names)


@pytest.mark.parametrize("processor", PROCESSORS, ids="-".join)
def test_there_are_enough_attacks_and_each_expects_something(processor):
    sources = sources_of(processor)
    assert len(sources) >= ATTACKS_MIN[processor[0]]
    for source in sources:
        assert outcome(source, processor)


@pytest.mark.parametrize("processor", PROCESSORS, ids="-".join)
def test_every_processor_named_in_an_expectation_exists(processor):
    known = {"", *(name for pair in PROCESSORS for name in pair)}
    for source in sources_of(processor):
        for named, _, _ in EXPECTATION.findall(source.read_text()):
            assert named.strip() in known, f"{source.name} expects for{named}"


def test_attack_is_stopped_and_neighbours_live(board_build, source):
    with Emulator(between_neighbours(source.stem)) as machine:
        machine.expect(rf"{LINE_START}(?=attack {source.stem} start\n)")
        for awaited, typed in INPUT.get(source.stem, ()):
            machine.expect(awaited)
            machine.send(typed)
        machine.expect(outcome(source, processor_of(board_build)))

        check_neighbours_go_on(machine)
        assert f"attack {source.stem} start" in machine.output
        assert "ATTACK SUCCEEDED" not in machine.output
