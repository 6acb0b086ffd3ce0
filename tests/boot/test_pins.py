# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Pins, buttons and a light of the machine, as programs see them and as they are outside."""

import tempfile

import pytest
from emulator import LINE_START, Emulator
from pins import Outside
from report import check_program

RUNS_ON = "drivers"
pytestmark = [pytest.mark.needs_capsule(name) for name in ("gpio", "gpio_button")]

PORT_B, PORT_C, PORT_E, PORT_F = 1, 2, 4, 5
PINS = [(PORT_B, 0), (PORT_B, 1), (PORT_B, 4), (PORT_B, 5), (PORT_B, 6),
        (PORT_C, 4), (PORT_C, 5), (PORT_C, 6)]
RISING, FALLING, IGNORED = 1, 2, 3
BUTTONS = [(PORT_F, 1), (PORT_E, 0), (PORT_E, 1), (PORT_E, 2), (PORT_E, 3)]
LIGHT = 0x40025004  # the one bit of port F
PORT_B_OUTPUTS = 0x40005400
PORT_B_DATA = 0x400053FC
STORM_EDGES = 400
RESERVE = 5


@pytest.fixture
def outside():
    with tempfile.TemporaryDirectory(prefix="bulkhead-") as folder:
        pins = Outside(folder)
        yield pins
        pins.close()


def start(machine, outside):
    machine.expect(rf"{LINE_START}watching: error 0\n")
    outside.connect("pl061_luminary")


def test_pins_are_used_as_told(outside):
    with Emulator(["pins_use"], options=outside.options) as machine:
        check_program(machine, "pins_use", 32)
        outside.connect("pl061_luminary")
        assert outside.read(LIGHT) == 1
        machine.expect("Exited: pins_use")
        # Its pins are off.
        assert outside.read(PORT_B_OUTPUTS) == 0
        assert machine.alive


def test_edges_and_buttons_are_told(outside):
    with Emulator(["pins_watch"], options=outside.options) as machine:
        start(machine, outside)
        for pin, place in enumerate(PINS):
            outside.set(*place, 1)
            if pin not in (FALLING, IGNORED):
                machine.expect(rf"{LINE_START}pin {pin} is high, ")
        for pin, place in reversed(list(enumerate(PINS))):
            outside.set(*place, 0)
            if pin not in (RISING, IGNORED):
                machine.expect(rf"{LINE_START}pin {pin} is low, ")
        assert f"pin {IGNORED} " not in machine.output
        # The machine begins with all buttons pressed, which nobody has seen happen.
        for level, state in ((1, "released"), (0, "pressed"), (1, "released")):
            for button, place in enumerate(BUTTONS):
                outside.set(*place, level)
                machine.expect(rf"{LINE_START}button {button} is {state}\n")
        assert machine.alive


def test_pin_that_floats_harms_nobody(outside):
    with Emulator(["pins_watch", "neighbour"], options=outside.options) as machine:
        start(machine, outside)
        for i in range(STORM_EDGES):
            outside.set(*PINS[0], i % 2 == 0)
            outside.set(*BUTTONS[0], i % 2 == 0)
        outside.set(*PINS[0], 1)
        outside.set(*PINS[4], 1)
        machine.expect(rf"{LINE_START}pin 4 is high, ")
        # Some time behind that the last state has been told, whatever was left out on the way.
        machine.expect(rf"{LINE_START}neighbour \d+\n")
        machine.expect(rf"{LINE_START}neighbour \d+\n")
        told = [line for line in machine.output.splitlines() if "pin 0 is" in line]
        assert "pin 0 is high" in told[-1] and len(told) <= STORM_EDGES + 1, told
        outside.set(*PINS[0], 0)
        machine.expect(rf"{LINE_START}pin 0 is low, ")
        assert machine.alive


def test_pin_belongs_to_its_first_user_until_that_ends(outside):
    with Emulator(["pins_watch", "pins_second"], options=outside.options) as machine:
        start(machine, outside)
        machine.expect(rf"{LINE_START}command 1: error {RESERVE}\n")
        for command in (2, 3, 4, 5, 7, 8, 9):
            machine.expect(rf"{LINE_START}command {command}: error {RESERVE}\n")
        assert outside.read(PORT_B_OUTPUTS) == 0
        machine.send("terminate pins_watch\r")
        machine.expect(rf"{LINE_START}has the pin, which is high\n")
        machine.expect("Exited: pins_second")
        machine.send("boot pins_watch\r")
        machine.expect(rf"{LINE_START}watching: error 0\n")
        assert machine.alive
