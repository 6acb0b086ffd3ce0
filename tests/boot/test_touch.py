# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Touches and keys: what is done to the machine's tablet and keyboard comes to programs."""

import json
import socket

import pytest
from awaited_text import WAIT_SECONDS
from emulator import LINE_START, Emulator
from report import check_undisturbed

RUNS_ON = "drivers"
pytestmark = pytest.mark.needs_capsule("touch")

KEYS = ["up", "down", "left", "right", "ret", "spc", "esc", "tab"]
PLACE_MOST = 0x7FFF  # of the tablet, both ways
CHECKS = 3 + 2


class Hand:
    """Works the machine's devices by the emulator's monitor."""

    def __init__(self, folder):
        self._place = str(folder / "monitor")

    def options(self, *more):
        return ["-device", "virtio-tablet-device", "-device", "virtio-keyboard-device",
                "-qmp", f"unix:{self._place},server=on,wait=off", *more]

    def __enter__(self):
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(WAIT_SECONDS)
        self._socket.connect(self._place)
        self._stream = self._socket.makefile("rw")
        self._stream.readline()  # its greeting
        self._ask("qmp_capabilities")
        return self

    def __exit__(self, *_):
        self._stream.close()
        self._socket.close()

    def _ask(self, command, **arguments):
        self._stream.write(json.dumps({"execute": command, "arguments": arguments}) + "\n")
        self._stream.flush()
        while True:
            answer = json.loads(self._stream.readline())
            if "event" not in answer:
                assert "return" in answer, answer
                return

    def send(self, *events):
        self._ask("input-send-event", events=list(events))


def place(x, y):
    return [{"type": "abs", "data": {"axis": axis, "value": value}}
            for axis, value in (("x", x), ("y", y))]


def button(is_down):
    return {"type": "btn", "data": {"button": "left", "down": is_down}}


def key(name, is_down):
    return {"type": "key", "data": {"key": {"type": "qcode", "data": name}, "down": is_down}}


def shown(x, y):
    """A place on the tablet as one on the screen."""
    return f"{x * 320 // (PLACE_MOST + 1)} {y * 240 // (PLACE_MOST + 1)}"


@pytest.mark.parametrize("version", ["legacy", "current"])
def test_touches_and_keys_come_in_order(version, tmp_path):
    force = ["-global", f"virtio-mmio.force-legacy={'true' if version == 'legacy' else 'false'}"]
    hand = Hand(tmp_path)
    with Emulator(["touch_and_keys"], idle="real", options=hand.options(*force)) as machine:
        machine.expect(rf"{LINE_START}listening\n")
        with hand:
            # Not pressed, it is nowhere.
            hand.send(*place(100, 100))
            hand.send(*place(16000, 0), button(True))
            machine.never("moved|released|key", until=f"pressed {shown(16000, 0)}\n")
            for x, y in [(0, PLACE_MOST), (PLACE_MOST, 0), (12345, 23456)]:
                hand.send(*place(x, y))
                machine.expect(f"moved {shown(x, y)}\n")
            hand.send(button(False))
            machine.expect(f"released {shown(12345, 23456)}\n")
            for number, name in enumerate(KEYS[:-1]):
                hand.send(key(name, True))
                machine.expect(f"key {number} 1\n")
                hand.send(key(name, False))
                machine.expect(f"key {number} 0\n")
            # One that is no button; many at once, but no more than upcalls may wait.
            hand.send(key("a", True), key("a", False))
            for is_down in (True, False):
                hand.send(*[key(name, is_down) for name in KEYS])
                machine.expect(f"key 7 {int(is_down)}\n")
            machine.expect(rf"{LINE_START}DONE touch_and_keys\n")
        many = "".join(f"key {number} {state}\n" for state in (1, 0) for number in range(8))
        assert many in machine.output.replace("\x1b[K", ""), machine.output
        check_undisturbed(machine, CHECKS)


def test_without_a_panel_there_is_no_device():
    with Emulator(["touch_and_keys"]) as machine:
        machine.expect(rf"{LINE_START}DONE touch_and_keys\n")
        assert "PASS no panel" in machine.output
