# SPDX-License-Identifier: Apache-2.0 OR MIT
"""The monitor of a running emulator: what a test does to a machine from outside, and sees of it."""

import json
import os
import socket
import tempfile

import pytest
from emulator import Emulator


class Monitor:
    """The emulator's monitor, by which a test changes what sensors measure."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(path)
        self.file = self.socket.makefile("rw", encoding="utf-8")
        json.loads(self.file.readline())
        self.run("qmp_capabilities")

    def run(self, command, **arguments):
        json.dump({"execute": command, "arguments": arguments}, self.file)
        self.file.flush()
        while True:
            answer = json.loads(self.file.readline())
            if "event" not in answer:
                assert "return" in answer, answer
                return answer["return"]

    def set(self, device, **values):
        for name, value in values.items():
            self.run("qom-set", path=f"/machine/peripheral/{device}",
                     property=name.replace("_", "-"), value=value)

    def get(self, device, name):
        return self.run("qom-get", path=f"/machine/peripheral/{device}", property=name)

    def close(self):
        self.file.close()
        self.socket.close()


@pytest.fixture
def monitored():
    """A function that starts a machine with a monitor: (machine, path of the monitor)."""
    with tempfile.TemporaryDirectory(prefix="bulkhead-") as folder:
        path = os.path.join(folder, "monitor")
        yield lambda programs, without=(): (
            Emulator(programs, options=["-qmp", f"unix:{path},server=on,wait=off"],
                     without=without), path)
