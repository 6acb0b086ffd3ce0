# SPDX-License-Identifier: Apache-2.0 OR MIT
"""A display, lights, pins and a memory on an I2C bus of the machine, as programs see them."""

import time

import pytest
from awaited_text import WAIT_SECONDS
from emulator import LINE_START, Emulator
from monitor import Monitor, monitored  # noqa: F401 (a fixture)
from report import check_program

RUNS_ON = "drivers"
pytestmark = pytest.mark.needs_capsule("ssd0303")

DEVICES = {
    "pins": ["-device", "max7310,id=pins,bus=i2c,address=0x18"],
    "display": ["-device", "ssd0303,id=display,bus=i2c,address=0x3C"],
    "storage": ["-device", "at24c-eeprom,bus=i2c,address=0x51,rom-size=16384"],
    "lights": ["-device", "pca9552,id=lights,bus=i2c,address=0x60"],
}
LIGHTS = 16


def test_lights_are_as_a_program_wants_them(monitored):
    machine, path = monitored(["panel_lights"])
    with machine:
        check_program(machine, "panel_lights", 9)
        monitor = Monitor(path)
        steady = ["on" if 0xD241 >> i & 1 else "off" for i in range(LIGHTS)]
        wanted = {("on", *steady[1:]), ("off", *steady[1:])}
        deadline = time.monotonic() + WAIT_SECONDS
        while wanted and time.monotonic() < deadline:
            wanted.discard(tuple(monitor.get("lights", f"led{i}") for i in range(LIGHTS)))
        monitor.close()
        assert not wanted
        assert machine.alive


def test_lights_that_the_machine_lacks_are_missed_by_the_log_only():
    with Emulator(["panel_lights"], without=DEVICES["lights"]) as machine:
        check_program(machine, "panel_lights", 9)
        assert machine.output.count("The lights do not answer.") == 1, machine.output
        assert machine.alive


STORAGE_BYTES = 16384
OWN_BYTES = 900  # of a program's region that it fills
OWN_PASSES = 17


def with_image(programs, image):
    """A machine whose storage outlasts it in a file."""
    drive = ["-drive", f"if=none,id=storage,format=raw,file={image}"]
    return Emulator(programs, options=[*drive, "-device", DEVICES["storage"][1] + ",drive=storage"],
                    without=DEVICES["storage"])


def test_storage_outlasts_the_machine(tmp_path):
    image = tmp_path / "memory.img"
    image.write_bytes(bytes(STORAGE_BYTES))
    for state, programs in [("new", ["one", "two", "shared"]), ("kept", ["two"])]:
        names = [f"storage_{program}" for program in programs]
        with with_image(names, image) as machine:
            for _ in programs:
                machine.expect(rf"{LINE_START}DONE storage_(one|two|shared)\n")
            owners = len(programs) - programs.count("shared")
            assert "FAIL " not in machine.output, machine.output
            assert machine.output.count("PASS ") >= OWN_PASSES * owners, machine.output
            assert machine.output.count(f"region {state}\n") == owners, machine.output
            assert machine.output.count(f"value {state}\n") == owners, machine.output
            assert "Capsule" not in machine.output and machine.alive
    data = image.read_bytes()
    assert data.count(b"\x11" * OWN_BYTES) == 1 and data.count(b"\x22" * OWN_BYTES) == 1


def test_storage_that_the_machine_lacks_is_no_device():
    with Emulator(["storage_shared"], without=DEVICES["storage"]) as machine:
        machine.expect(rf"{LINE_START}DONE storage_shared\n")
        assert "no storage\n" in machine.output, machine.output
        assert machine.alive


def test_storage_that_keeps_nothing_fails_writes():
    protected = ["-device", DEVICES["storage"][1] + ",writable=off"]
    with Emulator(["storage_shared"], options=protected,
                  without=DEVICES["storage"]) as machine:
        machine.expect(rf"{LINE_START}DONE storage_shared\n")
        assert "FAIL a write (" in machine.output
        assert "PASS a read of it" in machine.output
        assert "Capsule" not in machine.output and machine.alive


DISPLAY_PASSES = 16
DISPLAY_SCALE = 4  # of the pixels that the emulator shows
LETTER_ROWS = range(8, 16)


def display_rows(monitor, path):
    """What the display shows: rows of '#' and '.'."""
    monitor.run("screendump", filename=path, device="display")
    with open(path, "rb") as file:
        kind, size, most, data = file.read().split(b"\n", 3)
    assert (kind, most) == (b"P6", b"255")
    width, height = map(int, size.split())
    return ["".join("#" if data[(row * width + column) * 3] else "."
                    for column in range(0, width, DISPLAY_SCALE))
            for row in range(0, height, DISPLAY_SCALE)]


def test_display_shows_pixels_and_letters(monitored, tmp_path):
    machine, path = monitored(["panel_display"])
    band = ["".join("#" if column % 3 == row % 3 else "." for column in range(96))
            for row in range(8)]
    with machine:
        check_program(machine, "panel_display", DISPLAY_PASSES)
        monitor = Monitor(path)
        rows = []
        deadline = time.monotonic() + WAIT_SECONDS
        # The last letters are on their way when the program is told that they are drawn.
        while time.monotonic() < deadline:
            rows = display_rows(monitor, str(tmp_path / "picture.ppm"))
            letters = [[rows[row][8 * place:8 * place + 8] for row in LETTER_ROWS]
                       for place in range(12)]
            if rows[:8] == band and "#" in "".join(letters[0]) and letters[0] == letters[5]:
                break
        monitor.close()
        assert rows[:8] == band, rows
        empty = ["." * 8] * 8
        assert letters[0] == letters[5] and letters[0] != letters[1] != empty, rows
        assert [place for place in range(12) if letters[place] == empty] == [2, 3, *range(6, 12)]
        assert machine.alive


def test_display_that_the_machine_lacks_is_no_device():
    with Emulator(["panel_display"], without=DEVICES["display"]) as machine:
        check_program(machine, "panel_display", 1)


@pytest.mark.parametrize("absent, passes", [([], 16), (DEVICES["pins"], 3)])
def test_pins_are_as_a_program_wants_them(absent, passes):
    with Emulator(["panel_pins"], without=absent) as machine:
        check_program(machine, "panel_pins", passes)
