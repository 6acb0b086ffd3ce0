# SPDX-License-Identifier: Apache-2.0 OR MIT
"""The other end of a board's network: a socket for frames, each a datagram.

    with Network() as network, Emulator(programs, options=network.options()) as machine:
        network.send(frame)
        assert network.receive() == ...
"""

import os
import socket
import tempfile

from awaited_text import WAIT_SECONDS

FRAME_BYTES_MAX = 65536
ADDRESS = "52:54:00:12:34:56"  # of the board's end


class Network:
    def __enter__(self):
        self._folder = tempfile.TemporaryDirectory(prefix="bulkhead-")
        self._board_end = os.path.join(self._folder.name, "board")
        self._test_end = os.path.join(self._folder.name, "test")
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(self._test_end)
        self._socket.settimeout(WAIT_SECONDS)
        return self

    def __exit__(self, *_):
        self._socket.close()
        self._folder.cleanup()

    def options(self, *more):
        """The emulator's options; `more` is said of the device."""
        ends = (f"local.type=unix,local.path={self._board_end},"
                f"remote.type=unix,remote.path={self._test_end}")
        device = ",".join(["virtio-net-device", "netdev=network", f"mac={ADDRESS}", *more])
        return ["-netdev", f"dgram,id=network,{ends}", "-device", device]

    def send(self, frame):
        self._socket.sendto(frame, self._board_end)

    def receive(self, seconds=WAIT_SECONDS):
        """The next frame; an error (TimeoutError) if none comes."""
        self._socket.settimeout(seconds)
        return self._socket.recv(FRAME_BYTES_MAX)
