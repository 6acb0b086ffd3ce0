# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Sensors, a clock and a memory on an I2C bus of the machine, as programs see them."""

import calendar
import time

import pytest
from emulator import LINE_START, Emulator
from monitor import Monitor, monitored  # noqa: F401 (a fixture)
from report import check_program

RUNS_ON = "drivers"
pytestmark = pytest.mark.needs_capsule("sensor_choice")

DEVICES = {
    "thermometer": ["-device", "tmp105,id=thermometer,bus=i2c,address=0x48"],
    "barometer": ["-device", "dps310,id=barometer,bus=i2c,address=0x77"],
    "magnetometer": ["-device", "lsm303dlhc_mag,id=magnetometer,bus=i2c,address=0x1E"],
    "clock": ["-device", "ds1338,id=clock,bus=i2c,address=0x68"],
    "clock_second": ["-device", "m41t80,id=clock_second,bus=i2c,address=0x6A"],
    "thermometer_second": ["-device", "tmp421,id=thermometer_second,bus=i2c,address=0x4C"],
    "thermometer_third": ["-device", "emc1414,id=thermometer_third,bus=i2c,address=0x4D"],
    "switch": ["-device", "pca9548,id=switch,bus=i2c,address=0x70",
               "-device", "tmp105,id=thermometer_behind,bus=i2c.3,address=0x49"],
}
THERMOMETERS = ("thermometer", "thermometer_second", "thermometer_third", "switch")
NO_DEVICE = 11
PRESSURE = 929  # of the machine's sensor, which never changes
DAY_SECONDS = 24 * 60 * 60
LIVES = 20


def line(sensor, *numbers):
    """What the program says of a sensor: an error, and three values."""
    numbers = [*numbers, 0, 0, 0][:4]
    return rf"{LINE_START}{sensor}: error {' '.join(map(str, numbers[:1]))}, " \
        rf"{' '.join(map(str, numbers[1:]))}\n"


def test_what_sensors_measure_reaches_programs(monitored):
    machine, path = monitored(["sensors_read"])
    with machine:
        machine.expect(line("temperature", 0, 0))
        machine.expect(line("pressure", 0, 0, PRESSURE))
        machine.expect(line("acceleration", NO_DEVICE))
        machine.expect(line("magnetic field", 0))
        machine.expect(line("rotation", NO_DEVICE))
        monitor = Monitor(path)
        # In steps of a sixteenth of a degree, told in hundredths.
        for thousandths, hundredths in [(25000, 2500), (-10000, -1000), (85500, 8550),
                                        (-63, -6), (127938, 12793), (-55000, -5500)]:
            monitor.set("thermometer", temperature=thousandths)
            machine.expect(line("temperature", 0, hundredths))
        monitor.set("magnetometer", mag_x=1000, mag_y=50000, mag_z=10000)
        machine.expect(line("magnetic field", 0, 1000, 50000, 10000))
        monitor.close()
        assert machine.alive


def test_two_programs_share_sensors(monitored):
    machine, path = monitored(["sensors_read", "sensors_second"])
    with machine:
        machine.expect(line("rotation", NO_DEVICE))
        machine.expect(line("rotation", NO_DEVICE))
        monitor = Monitor(path)
        for degrees in (1, 2, 3, 99):
            monitor.set("thermometer", temperature=degrees * 1000)
            for _ in range(2):
                machine.expect(line("temperature", 0, degrees * 100))
        monitor.close()


@pytest.mark.parametrize("program", ["sensors_transfer"])
def test_bus_is_open_to_programs(program):
    with Emulator([program]) as machine:
        check_program(machine, program, 32)


def test_programs_that_end_in_the_middle_harm_nobody(monitored):
    machine, path = monitored(["sensors_leave", "sensors_read"])
    with machine:
        machine.expect(rf"{LINE_START}Exited: sensors_leave ")
        monitor = Monitor(path)
        for degrees in range(1, LIVES + 1):
            monitor.set("thermometer", temperature=degrees * 1000)
            machine.expect(line("temperature", 0, degrees * 100))
            machine.send("boot sensors_leave\r")
            machine.expect(rf"{LINE_START}leaves after \d+\n")
            machine.expect(rf"{LINE_START}Exited: sensors_leave ")
        assert "Kernel panic" not in machine.output and machine.alive
        monitor.set("thermometer", temperature=0)
        machine.expect(line("temperature", 0, 0))
        monitor.close()


# The second clock of the machine keeps nothing that it is set to.
@pytest.mark.parametrize("program, absent, passes", [
    ("sensors_clock", [], 17), ("sensors_clock", DEVICES["clock"], 2)])
def test_clock_is_set_and_asked(program, absent, passes):
    with Emulator([program], without=absent) as machine:
        check_program(machine, program, passes)
        found = machine.output.split("now ")[1].split()
        date, clock = int(found[0], 16), int(found[1], 16)
        told = calendar.timegm((date >> 9, date >> 5 & 0xF, date & 0x1F, clock >> 12 & 0x1F,
                                clock >> 6 & 0x3F, clock & 0x3F))
        # The machine's clock starts with the host's.
        assert abs(told - time.time()) < DAY_SECONDS
        assert clock >> 17 == (told // DAY_SECONDS + 4) % 7


@pytest.mark.parametrize("program", ["sensors_clock"])
def test_clock_that_the_machine_lacks_is_no_device(program):
    with Emulator([program], without=DEVICES["clock"] + DEVICES["clock_second"]) as machine:
        check_program(machine, program, 1)


# Which thermometer there is, and what a program is told of each value in thousandths of a degree:
# of a sixteenth, of a whole degree, from behind the switch.
@pytest.mark.parametrize("absent, device, values", [
    (1, ("thermometer_second", "temperature1"), [(25010, 2500), (-10000, -1000), (126900, 12687)]),
    (2, ("thermometer_third", "temperature0"), [(25000, 2500), (127000, 12700), (0, 0)]),
    (3, ("thermometer_behind", "temperature"), [(25000, 2500), (-10000, -1000), (0, 0)]),
])
def test_next_thermometer_stands_in_for_one_that_is_gone(monitored, absent, device, values):
    gone = [option for name in THERMOMETERS[:absent] for option in DEVICES[name]]
    machine, path = monitored(["sensors_read"], without=gone)
    with machine:
        machine.expect(line("temperature", 0, 0))
        monitor = Monitor(path)
        for thousandths, hundredths in values:
            monitor.set(device[0], **{device[1]: thousandths})
            machine.expect(line("temperature", 0, hundredths))
        monitor.close()
        assert machine.alive


def test_machine_without_a_thermometer_has_no_temperature():
    gone = [option for name in THERMOMETERS for option in DEVICES[name]]
    with Emulator(["sensors_read"], without=gone) as machine:
        machine.expect(line("temperature", NO_DEVICE))
        machine.expect(line("pressure", 0, 0, PRESSURE))
        assert machine.alive


@pytest.mark.parametrize("device, sensor", [
    ("barometer", "pressure"), ("magnetometer", "magnetic field")])
def test_sensor_that_the_machine_lacks_is_no_device(device, sensor):
    with Emulator(["sensors_read"], without=DEVICES[device]) as machine:
        for name in ("temperature", "pressure", "acceleration", "magnetic field", "rotation"):
            error = NO_DEVICE if name in (sensor, "acceleration", "rotation") else 0
            machine.expect(rf"{LINE_START}{name}: error {error}, ")
        assert machine.alive
