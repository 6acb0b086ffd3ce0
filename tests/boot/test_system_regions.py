# SPDX-License-Identifier: Apache-2.0 OR MIT
"""What lasts when programs of a system die and live again: regions, not memory of programs."""

import contextlib
import os
import pathlib

from emulator import LINE_START, Emulator

from board import Board

RUNS_ON = "ipc"

SYSTEM = pathlib.Path(__file__).resolve().parents[1] / "systems" / "regions" / "regions.system"
WORK_OF_A_ROUND = 6  # what the keeper's child does in one life of the keeper: see expect_round()


@contextlib.contextmanager
def running(build, folder):
    board = Board(build)
    (folder / "filled.bin").write_bytes(b"iled")
    parts = board.system(SYSTEM, [folder, os.path.join(board.build, "systems", "regions")], folder)
    options = [part for address, file in parts for part in
               ("-device", f"loader,file={file},addr={address:#x},force-raw=on")]
    # Nobody has an alarm: time that is skipped would skip to its end.
    with Emulator(options=options, idle="real") as machine:
        yield machine


def expect(machine, text):
    machine.expect(rf"{LINE_START}{text}$")


def expect_child(machine, life, work, filled="by child"):
    """A life of the child begins: its own memory is new, regions are as they were left."""
    expect(machine, f"child: life {life}, local 5, zeroed 0, own {work}, shared {work}, "
                    f"filled {filled}")


def expect_round(machine, keeper_life, child_life, work):
    """What one life of the keeper does to its child, which has had so many lives."""
    expect(machine, f"keeper: life {keeper_life}, shared {work}")
    expect(machine, "keeper: 2 while it lives")
    # What ended its wait, and what came later.
    expect(machine, "keeper: 0 while it is stopped")
    expect(machine, "keeper: 2 when it goes on")
    expect_child(machine, child_life + 1, work + 4)
    expect(machine, "keeper: 1 after a restart")
    expect_child(machine, child_life + 2, work + 5)
    expect(machine, "keeper: 1 after a restart that ends a stop")


def test_regions_outlast_programs(board_build, tmp_path):
    with running(board_build, tmp_path) as machine:
        expect_child(machine, 1, 0, "at boot")
        expect_round(machine, 1, 1, 0)
        work = WORK_OF_A_ROUND
        # The only one that has a region dies, and its region waits for the next life.
        machine.send("terminate child\r")
        machine.expect(r"^Process child terminated$")
        machine.send("boot child\r")
        expect_child(machine, 4, work)
        # A fault of the parent begins its next life, which does to the child what the first did.
        machine.send("fault keeper\r")
        machine.expect(r"^Fault: keeper .*: requested$")
        expect_round(machine, 2, 4, work)
        work += WORK_OF_A_ROUND
        # The parent is dead: a fault of the child is for the board's policy.
        machine.send("terminate keeper\r")
        machine.expect(r"^Process keeper terminated$")
        machine.send("fault child\r")
        machine.expect(r"^Fault: child .*: requested$")
        expect_child(machine, 7, work)
        # Both are dead at the same time.
        machine.send("terminate child\r")
        machine.expect(r"^Process child terminated$")
        machine.send("boot child\r")
        expect_child(machine, 8, work)
        machine.send("boot keeper\r")
        expect_round(machine, 3, 8, work)
        assert "Kernel panic" not in machine.output


def test_every_boot_clears_and_fills_regions(board_build, tmp_path):
    for _ in range(2):
        with running(board_build, tmp_path) as machine:
            expect_child(machine, 1, 0, "at boot")
            expect_round(machine, 1, 1, 0)
