# SPDX-License-Identifier: Apache-2.0 OR MIT
"""The board boots: images are found, the samples run side by side, the console answers."""

import pytest

from board import PANIC_STATUS
from emulator import Emulator

TAKES_COMMANDS = pytest.mark.needs_capsule("process_console")
SAMPLES = ["blink", "clock", "echo", "hello", "vandal"]


def test_boots_without_programs():
    with Emulator() as machine:
        machine.expect(r"^Bulkhead kernel")
        machine.expect(r"^No more images")
        assert machine.alive


@TAKES_COMMANDS
def test_takes_commands_without_programs():
    with Emulator() as machine:
        machine.expect(r"^No more images")
        machine.send("list\r")
        machine.expect(r"^ *PID .*State")
        assert machine.alive


def test_loads_images_in_flash_order():
    with Emulator(SAMPLES) as machine:
        for name in SAMPLES:
            machine.expect(rf"^Loaded {name} at 0x")
        machine.expect(r"^No more images")


def test_samples_run_side_by_side():
    with Emulator(SAMPLES) as machine:
        machine.expect(r"^Hello from a program")
        machine.never(r"Kernel panic", until=r"^Fault: vandal ")
        machine.expect(r"^  action: restarted")
        machine.expect(r"^clock: \d+ seconds")
        # The offender is started again and faults again; the others go on.
        machine.never(r"Kernel panic|^Fault: (?!vandal)", until=r"^Fault: vandal ")
        machine.expect(r"^clock: \d+ seconds")
        assert machine.alive


@TAKES_COMMANDS
def test_console_lists_programs():
    with Emulator(["echo", "hello"], idle="real") as machine:
        machine.expect(r"^Exited: hello")
        machine.send("list\r")
        machine.expect(r"^ *\d+ +\S+ +echo .*Yielded")
        machine.expect(r"^ *\d+ +\S+ +hello .*Terminated")


@TAKES_COMMANDS
def test_input_follows_focus():
    with Emulator(["echo"], idle="real") as machine:
        machine.expect(r"echo> ")
        machine.send("focus echo\r")
        machine.send("over to you\r")
        machine.expect(r"^echo: over to you \(11 characters\)")


@TAKES_COMMANDS
def test_no_typed_line_is_lost_however_fast():
    with Emulator(["blink"], idle="real") as machine:
        machine.expect(r"No more images")
        machine.send("status\r" * 60)
        for _ in range(60):
            machine.expect(r"Total processes: 1")


@TAKES_COMMANDS
def test_panic_ends_emulator_with_its_status():
    with Emulator(["hello"], idle="real") as machine:
        machine.expect(r"^Hello")
        machine.send("panic\r")
        machine.expect(r"Kernel panic: ")
        assert machine.wait_exit() == PANIC_STATUS


@TAKES_COMMANDS
def test_reset_ends_emulator_with_0():
    with Emulator(["hello"], idle="real") as machine:
        machine.expect(r"^Hello")
        machine.send("reset\r")
        assert machine.wait_exit() == 0


@pytest.mark.parametrize("size", [0, 1, 15, 16, 17, 511, 512, 4096])
def test_rubbish_in_flash_is_no_image(size, tmp_path):
    rubbish = tmp_path / "rubbish.bin"
    rubbish.write_bytes(bytes((17 * i + 5) % 251 for i in range(size)) or b"\xff")
    with Emulator([str(rubbish)], raw=True) as machine:
        machine.never(r"Kernel panic|^Loaded", until=r"^(No more images|Images end)")
        assert machine.alive
