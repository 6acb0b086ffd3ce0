# SPDX-License-Identifier: Apache-2.0 OR MIT
"""
A machine whose processor goes only as far as a test says, an instruction exactly.

The plugin `walk` (tools/walk) stops the processor, and QEMU's port for tests of devices writes to
devices and interrupt lines meanwhile. No guest time passes between two instructions.
"""

import os
import socket

from awaited_text import WAIT_SECONDS

TRAIL_FACTOR, TRAIL_BITS = 31, 64


class WalkError(Exception):
    """The emulator did not answer as it should."""


def trails(places):
    """What the plugin says at each place of a way that begins at the first."""
    found = [None]
    trail = places[0]
    for place in places[1:]:
        found.append(trail)
        trail = (trail * TRAIL_FACTOR + place) % (1 << TRAIL_BITS)
    return found


class Port:
    """Lines to and from the emulator, which connects when it starts."""

    def __init__(self, path):
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(path)
        self._server.listen(1)
        self._server.settimeout(WAIT_SECONDS)
        self._connection = None
        self._data = b""

    def connect(self):
        self._connection, _ = self._server.accept()
        self._connection.settimeout(WAIT_SECONDS)

    def close(self):
        if self._connection is not None:
            self._connection.close()
        self._server.close()

    def send(self, text):
        self._connection.sendall(f"{text}\n".encode("ascii"))

    def receive(self):
        while b"\n" not in self._data:
            data = self._connection.recv(4096)
            if not data:
                raise WalkError("the emulator closed its port")
            self._data += data
        line, _, self._data = self._data.partition(b"\n")
        return line.decode("ascii")


class Walker:
    """`options` are the emulator's. The processor stands at `place` once connect() has returned,
    and whenever another method has, but for send_on() and free()."""

    def __init__(self, board, folder):
        walk, devices = (os.path.join(folder, name) for name in ("walk", "devices"))
        plugin = os.path.join(board.facts["tools"], "walk.so")
        self._walk, self._devices = Port(walk), Port(devices)
        self.options = ["-singlestep", "-plugin", f"file={plugin},port={walk}",
                        "-qtest", f"unix:{devices}", "-qtest-log", "none"]
        self.place = None
        self.trail = None
        self.is_device = None  # whether the last instruction accessed one

    def connect(self):
        """Waits for the emulator; the processor stands before its first instruction."""
        self._devices.connect()
        self._walk.connect()
        self._stopped()

    def _stopped(self):
        words = [int(word, 16) for word in self._walk.receive().split()]
        self.place, self.trail, self.is_device = words
        return self.place

    def step(self, count=1):
        """Goes on for so many instructions; returns the place of the next one."""
        self._walk.send(f"step {count:x}")
        return self._stopped()

    def step_to_access(self):
        """Goes on until the instruction has accessed a device; it must be one that does."""
        self._walk.send("access")
        self._stopped()
        if not self.is_device:
            raise WalkError(f"nothing is accessed before {self.place:#x}")

    def send_on(self, ranges):
        """Goes on to one of several places or ranges of them; the machine runs meanwhile."""
        ends = (place if isinstance(place, range) else range(place, place + 1) for place in ranges)
        self._walk.send("run " + " ".join(f"{end.start:x}:{end.stop:x}" for end in ends))

    def wait(self):
        """Waits until the processor stands there; returns where."""
        return self._stopped()

    def run_to(self, *ranges):
        """Goes on at least one instruction, to one of several places or ranges of them."""
        self.send_on(ranges)
        return self.wait()

    def free(self):
        """Lets the processor run, and stops it no more."""
        self._walk.close()

    def close(self):
        self._walk.close()
        self._devices.close()

    def _ask(self, text):
        self._devices.send(text)
        answer = self._devices.receive()
        if not answer.startswith("OK"):
            raise WalkError(f"{text!r} was answered with {answer!r}")
        return answer

    def write(self, address, value):
        """Writes a register of a device on the bus, as another bus master would."""
        self._ask(f"writel {address:#x} {value:#x}")

    def write_byte(self, address, value):
        self._ask(f"writeb {address:#x} {value:#x}")

    def pulse(self, device, name, number):
        """Raises a line into a device of the machine, and lowers it."""
        for level in (1, 0):
            self._ask(f"set_irq_in {device} {name} {number} {level}")
