# SPDX-License-Identifier: Apache-2.0 OR MIT
"""What a machine has around it while its programs call every driver: a neighbour on its network, a
hand at its panel and its keys, levels at its pins, a display, an engine for ciphers; as far as the
board has drivers for them.

    with Surroundings(capsules, folder) as surroundings, \\
            Emulator(programs, options=surroundings.options) as machine, surroundings.at_work():
        ...
"""

import contextlib
import itertools
import os
import threading
import time

from ipv6_peer import ECHO, ROUTER_QUESTION, Peer
from monitor import Monitor
from network import Network
from pins import Outside

DISPLAY = ["-device", "bochs-display,addr=5,romfile="]
ENGINE = ["-object", "cryptodev-backend-builtin,id=ciphers",
          "-device", "virtio-crypto-device,cryptodev=ciphers"]
PANEL = ["-device", "virtio-tablet-device", "-device", "virtio-keyboard-device"]
NEIGHBOUR_PORT, BOARD_PORTS, NOBODYS_PORT = 5000, (4000, 4001), 4002
PORTS_DEVICE = "pl061_luminary"
PINS = [(5, 1), (1, 1)]  # a button, and a pin that programs watch: port, bit
PAUSE_SECONDS = 0.03
LEVEL_SECONDS = 0.05
HEARING_TURNS, DEAF_TURN = 100, 160
KEYS = ["up", "down", "left", "right", "ret", "spc", "esc", "tab"]


def touch(number):
    """A finger that comes down, moves, and goes."""
    state = number % 4
    yield from ({"type": "abs", "data": {"axis": axis, "value": number * 997 % 0x8000}}
                for axis in ("x", "y"))
    if state in (0, 2):
        yield {"type": "btn", "data": {"button": "left", "down": state == 0}}


def key(number):
    name = KEYS[number // 2 % len(KEYS)]
    yield {"type": "key",
           "data": {"key": {"type": "qcode", "data": name}, "down": number % 2 == 0}}


class Surroundings:
    def __init__(self, capsules, folder):
        self._monitor_path = os.path.join(folder, "monitor")
        self._has_panel = "touch" in capsules
        self._pins = Outside(folder) if "gpio_button" in capsules else None
        self._has_network = "udp" in capsules
        self._has_engine = "aes" in capsules and "virtual_ethernet" in capsules
        self._stack = contextlib.ExitStack()
        self._failure = None

    def __enter__(self):
        self.options = []
        if self._has_panel:
            self.options += [*DISPLAY, *PANEL, "-qmp",
                             f"unix:{self._monitor_path},server=on,wait=off"]
        if self._pins:
            self._stack.callback(self._pins.close)
            self.options += self._pins.options
        if self._has_engine:
            self.options += ENGINE
        if self._has_network:
            self._network = self._stack.enter_context(Network())
            self._peer = Peer(self._network)
            self.options += self._network.options()
        return self

    def __exit__(self, *_):
        self._stack.close()

    @contextlib.contextmanager
    def at_work(self, machine):
        """Everybody outside does something all the time, from when the board is ready."""
        machine.expect(r"No more images")
        if self._pins:
            self._pins.connect(PORTS_DEVICE)
        has_ended = threading.Event()
        workers = [threading.Thread(target=self._run, args=(work, has_ended), daemon=True)
                   for work, is_there in ((self._hand, self._has_panel),
                                          (self._levels, self._pins is not None),
                                          (self._neighbour, self._has_network)) if is_there]
        for worker in workers:
            worker.start()
        try:
            yield
        finally:
            has_ended.set()
            for worker in workers:
                worker.join()
        if self._failure is not None:
            raise self._failure

    def _run(self, work, has_ended):
        try:
            work(has_ended)
        except Exception as failure:  # pylint: disable=broad-exception-caught
            self._failure = failure

    def _hand(self, has_ended):
        monitor = Monitor(self._monitor_path)
        for number in itertools.count():
            with contextlib.suppress(AssertionError):  # The machine stands while it is looked at.
                monitor.run("input-send-event", events=[*touch(number), *key(number)])
            if has_ended.wait(PAUSE_SECONDS):
                break
        monitor.close()

    def _levels(self, has_ended):
        for number in itertools.count():
            for place in PINS:
                self._pins.set(*place, number % 2)
            if has_ended.wait(LEVEL_SECONDS):
                break

    def _neighbour(self, has_ended):
        """Answers, and says something of its own. Now and then it takes nothing for a while, so
        that what the board sends does not get away."""
        for number in itertools.count():
            if number % DEAF_TURN < HEARING_TURNS:
                self._hear(time.monotonic() + PAUSE_SECONDS)
            else:
                time.sleep(PAUSE_SECONDS)
            if has_ended.is_set():
                return
            with contextlib.suppress(TimeoutError):  # The board may take nothing, either.
                self._say(number)

    def _hear(self, end):
        while (left := end - time.monotonic()) > 0:
            with contextlib.suppress(TimeoutError):
                if self._peer.next(left).kind == ROUTER_QUESTION:
                    self._peer.router()

    def _say(self, number):
        content = bytes(1 + number * 37 % 250)
        self._peer.send(NEIGHBOUR_PORT, BOARD_PORTS[number % len(BOARD_PORTS)], content)
        if number % 8 == 3:
            self._peer.send(NEIGHBOUR_PORT, NOBODYS_PORT, content)
        if number % 8 == 5:
            self._peer.question()
        if number % 8 == 7:
            self._peer.icmp(ECHO, b"abcd" + content, hop_limit=64)
