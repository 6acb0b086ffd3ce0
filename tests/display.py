# SPDX-License-Identifier: Apache-2.0 OR MIT
"""The picture that an emulated machine shows."""

import json
import socket

from awaited_text import WAIT_SECONDS


class Screen:
    """What a running emulator shows."""

    def __init__(self, folder, device=()):
        self._device = list(device)
        self._place = str(folder / "monitor")
        self._picture = folder / "picture.ppm"

    def options(self):
        return self._device + ["-qmp", f"unix:{self._place},server=on,wait=off"]

    def _ask(self, stream, command, **arguments):
        stream.write(json.dumps({"execute": command, "arguments": arguments}) + "\n")
        stream.flush()
        while True:
            answer = json.loads(stream.readline())
            if "event" not in answer:
                assert "return" in answer, answer
                return

    def rows(self):
        """The colours of all pixels, in rows."""
        with socket.socket(socket.AF_UNIX) as monitor:
            monitor.settimeout(WAIT_SECONDS)
            monitor.connect(self._place)
            with monitor.makefile("rw") as stream:
                stream.readline()  # its greeting
                self._ask(stream, "qmp_capabilities")
                self._ask(stream, "screendump", filename=str(self._picture))
        kind, size, most, data = self._picture.read_bytes().split(b"\n", 3)
        assert (kind, most) == (b"P6", b"255")
        width, height = map(int, size.split())
        return [[tuple(data[(row * width + column) * 3:][:3]) for column in range(width)]
                for row in range(height)]
