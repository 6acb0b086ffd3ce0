# SPDX-License-Identifier: Apache-2.0 OR MIT
"""README.md shows a capsule that overruns an array; this is what the system does."""

from emulator import Emulator
from screen import TEXT_BLOCK, Reader

RUNS_ON = "capsule_test"


def test_demonstration_is_what_the_system_shows(root):
    block = TEXT_BLOCK.findall((root / "README.md").read_text(encoding="utf-8"))[-1]
    assert "Capsule overrun_test failed." in block
    with Emulator(["clock", "overrun"]) as machine:
        reader = Reader(machine)
        for line in block.splitlines():
            reader.find(line)
        machine.expect(r"overrun: call 4: .*\n")  # but for its number it was there before
        calls = [line for line in machine.output.splitlines() if "overrun: call " in line]
        assert [line.split("overrun: ")[1].rstrip() for line in calls] == [
            "call 1: the capsule keeps 1", "call 2: the capsule keeps 2", "call 3: error 1",
            "call 4: the capsule keeps 1"]
        assert "Fault:" not in machine.output and "panic:" not in machine.output
        assert machine.alive
