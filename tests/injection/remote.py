# SPDX-License-Identifier: Apache-2.0 OR MIT
"""
The emulator's debugging port: stops the processor, steps it, reads and writes memory.

The protocol is GDB's remote serial protocol. Only what the tests need is here.

Source: GDB manual, appendix E; QEMU manual, "GDB usage" (the packet Qqemu.sstep).
"""

import re
import socket
import time

from awaited_text import WAIT_SECONDS

DESCRIPTION_BYTES = 2000
# Single steps take interrupts or do not; the guest's timers stand still.
STEP_WITH_INTERRUPTS, STEP_ALONE = 5, 7


class RemoteError(Exception):
    """The emulator did not answer as the protocol says."""


class Remote:
    """A connection to one emulator. The processor is stopped whenever a method returns."""

    def __init__(self, path, program_counter):
        self._program_counter = program_counter
        self._data = b""
        self._descriptions = {}
        self._socket = self._connect(path)
        self._ask(b"?")
        answer = self._ask(b"Qqemu.sstep=%x" % STEP_WITH_INTERRUPTS)
        # That the machine stopped for the connection may be said twice.
        if answer.startswith(b"T05"):
            answer = self._receive()
        if answer != b"OK":
            raise RemoteError(f"steps cannot be set: {answer!r}")
        # Single registers are only read out to those who have asked what registers there are.
        self._ask(b"qXfer:features:read:target.xml:0,ffb")

    @staticmethod
    def _connect(path):
        end = time.monotonic() + WAIT_SECONDS
        while True:
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                connection.connect(path)
                connection.settimeout(WAIT_SECONDS)
                return connection
            except OSError:
                connection.close()
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)

    def close(self):
        """Lets the processor run on."""
        self._send(b"D")
        self._socket.close()

    def _send(self, packet):
        self._socket.sendall(b"$%s#%02x" % (packet, sum(packet) & 0xFF))

    def _receive(self):
        while True:
            start = self._data.find(b"$")
            end = self._data.find(b"#", start + 1)
            if 0 <= start < end and len(self._data) >= end + 3:
                packet = self._data[start + 1:end]
                self._data = self._data[end + 3:]
                self._socket.sendall(b"+")
                return packet
            data = self._socket.recv(65536)
            if not data:
                raise RemoteError("the emulator closed its debugging port")
            self._data += data

    def _ask(self, packet):
        self._send(packet)
        return self._receive()

    def _expect_ok(self, packet):
        answer = self._ask(packet)
        if answer != b"OK":
            raise RemoteError(f"{packet!r} was answered with {answer!r}")

    @staticmethod
    def _check_stopped(answer):
        if not answer.startswith((b"T05", b"S05")):
            raise RemoteError(f"the processor stopped for another reason: {answer!r}")

    def register(self, number):
        answer = self._ask(b"p%x" % number)
        if len(answer) != 8:
            raise RemoteError(f"register {number}: {answer!r}")
        return int.from_bytes(bytes.fromhex(answer.decode("ascii")), "little")

    def register_named(self, part, name):
        """The number of a register that one part of the emulator's description names."""
        if part not in self._descriptions:
            text = b""
            while (answer := self._ask(b"qXfer:features:read:%s:%x,%x" % (
                    part.encode("ascii"), len(text), DESCRIPTION_BYTES)))[:1] == b"m":
                text += answer[1:]
            self._descriptions[part] = (text + answer[1:]).decode("ascii")
        found = re.search(rf'name="{name}"[^>]* regnum="(\d+)"', self._descriptions[part])
        if found is None:
            raise RemoteError(f"{part} has no register {name}")
        return int(found[1])

    @property
    def place(self):
        """Address of the next instruction."""
        return self.register(self._program_counter)

    def step(self):
        """Executes one instruction, or takes an interrupt; returns the next one's address."""
        self._check_stopped(self._ask(b"s"))
        return self.place

    def step_alone(self):
        """Executes one instruction; no interrupt is taken before or behind it."""
        self._expect_ok(b"Qqemu.sstep=%x" % STEP_ALONE)
        place = self.step()
        self._expect_ok(b"Qqemu.sstep=%x" % STEP_WITH_INTERRUPTS)
        return place

    def run_to(self, address, length):
        """
        Runs until the instruction at `address` is next. `length` is its bytes. The processor must
        stand somewhere else.
        """
        self._expect_ok(b"Z1,%x,%x" % (address, length))
        self._check_stopped(self._ask(b"c"))
        self._expect_ok(b"z1,%x,%x" % (address, length))
        if self.place != address:
            raise RemoteError(f"stopped at {self.place:#x}, not at {address:#x}")

    def run_to_one_of(self, addresses, length):
        """Runs until the instruction at one of several addresses is next; returns which."""
        for address in addresses:
            self._expect_ok(b"Z1,%x,%x" % (address, length))
        self._check_stopped(self._ask(b"c"))
        for address in addresses:
            self._expect_ok(b"z1,%x,%x" % (address, length))
        if self.place not in addresses:
            raise RemoteError(f"stopped at {self.place:#x}")
        return self.place

    def register_write(self, number, value):
        self._expect_ok(b"P%x=%s" % (number, value.to_bytes(4, "little").hex().encode("ascii")))

    def read(self, address, length=4):
        """A word of memory."""
        answer = self._ask(b"m%x,%x" % (address, length))
        if len(answer) != 2 * length:
            raise RemoteError(f"reading {address:#x}: {answer!r}")
        return int.from_bytes(bytes.fromhex(answer.decode("ascii")), "little")

    def read_anyhow(self, address):
        """A word of memory: as the processor sees it, or else as another bus master does."""
        try:
            return self.read(address)
        except RemoteError:
            return self.device_read(address)

    def write(self, address, value, length=4):
        """Writes memory. A device does not see it."""
        data = value.to_bytes(length, "little").hex().encode("ascii")
        self._expect_ok(b"M%x,%x:%s" % (address, length, data))

    def write_anyhow(self, address, value, length=4):
        """Writes memory: as the processor would, or else as another bus master does."""
        try:
            self.write(address, value, length)
        except RemoteError:
            self.device_write(address, value, length)

    def device_read(self, address, length=4):
        """Reads a register of a device on the bus, as another bus master would."""
        self._expect_ok(b"Qqemu.PhyMemMode:1")
        value = self.read(address, length)
        self._expect_ok(b"Qqemu.PhyMemMode:0")
        return value

    def device_write(self, address, value, length=4):
        """Writes a register of a device on the bus, as another bus master would."""
        self._expect_ok(b"Qqemu.PhyMemMode:1")
        self.write(address, value, length)
        self._expect_ok(b"Qqemu.PhyMemMode:0")
