# SPDX-License-Identifier: Apache-2.0 OR MIT
"""What programs learn of processes, and which of them control others."""

import pytest
from emulator import LINE_START, Emulator

RUNS_ON = "drivers"
pytestmark = pytest.mark.needs_capsule("process_info")

LOOKS_MAX = 20


def test_policy_says_who_controls_others():
    # The warden comes last, so that the other one has had its turn.
    programs = ["process_info_other", "storage_two", "process_info_warden"]
    with Emulator(programs) as machine:
        machine.expect(rf"{LINE_START}DONE process_info_warden\n")
        # It ends itself behind that.
        for _ in range(LOOKS_MAX):
            machine.send("list\r")
            machine.expect(r" process_info_other .*Terminated\n")
            if machine.expect(r" process_info_warden .* (\w+)\n")[1] == "Terminated":
                break
        else:
            pytest.fail("the warden does not end")
        assert "nothing goes on" not in machine.output
        assert machine.output.count("PASS another one is not controlled\n") == 1
        # All but what a program without a disk says about its storage.
        said = machine.output.split("PASS three processes")[1]
        assert machine.output.count("DONE process_info_other\n") == 1
        for what in ("names are found", "others are not", "one has a fixed ShortId", "no such name",
                     "its own statistics", "a short buffer has the first", "nobody is controlled",
                     "nothing is done", "stop", "it is stopped", "resume", "it goes on",
                     "terminate", "it has ended"):
            assert f"PASS {what}\n" in said, machine.output
