# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Pins of a machine from outside: a test drives inputs and reads outputs.

The emulator's test protocol sets a line as a device would; its monitor finds the ports. Both are
sockets in a folder of the test's own.
"""

import json
import os
import socket


class Outside:
    """What is connected to the pins. `options` go to the emulator; connect() when it runs."""

    def __init__(self, folder):
        self._paths = {name: os.path.join(folder, name) for name in ("qmp", "qtest")}
        self._files = {}
        self.options = ["-qtest-log", "none"]
        for name, path in self._paths.items():
            self.options += [f"-{name}", f"unix:{path},server=on,wait=off"]

    def connect(self, device):
        """Finds the ports, which are the devices of a type in the order of their making."""
        for name, path in self._paths.items():
            connection = socket.socket(socket.AF_UNIX)
            connection.connect(path)
            self._files[name] = connection.makefile("rw", encoding="utf-8")
            connection.close()
        json.loads(self._files["qmp"].readline())
        self._monitor("qmp_capabilities")
        children = self._monitor("qom-list", path="/machine/unattached")
        names = [child["name"] for child in children if child["type"] == f"child<{device}>"]
        names.sort(key=lambda name: int(name[len("device["):-1]))
        self._ports = [f"/machine/unattached/{name}" for name in names]

    def _monitor(self, command, **arguments):
        file = self._files["qmp"]
        json.dump({"execute": command, "arguments": arguments}, file)
        file.flush()
        while True:
            answer = json.loads(file.readline())
            if "event" not in answer:
                assert "return" in answer, answer
                return answer["return"]

    def _ask(self, command):
        file = self._files["qtest"]
        file.write(command + "\n")
        file.flush()
        answer = file.readline().split()
        assert answer and answer[0] == "OK", (command, answer)
        return answer[1:]

    def set(self, port, bit, level):
        """Drives an input."""
        self._ask(f"set_irq_in {self._ports[port]} unnamed-gpio-in {bit} {int(level)}")

    def read(self, address):
        """A register of the machine, as a bus sees it."""
        return int(self._ask(f"readl 0x{address:x}")[0], 16)

    def close(self):
        for file in self._files.values():
            file.close()
