# SPDX-License-Identifier: Apache-2.0 OR MIT
"""What programs print that check things themselves: lines with PASS or FAIL, then one with DONE."""

from emulator import LINE_START


def check_report(machine, passes):
    """All has passed so far, `passes` times, and the machine goes on."""
    assert "FAIL " not in machine.output, machine.output
    assert machine.output.count("PASS ") == passes, machine.output
    assert machine.alive


def check_program(machine, program, passes, **options):
    """The same, once a program is done. `options`: those of Emulator.expect()."""
    machine.expect(rf"{LINE_START}DONE {program}\n", **options)
    check_report(machine, passes)


def check_undisturbed(machine, passes):
    """As check_report(), and no capsule has failed."""
    check_report(machine, passes)
    assert "Capsule" not in machine.output, machine.output
