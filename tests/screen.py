# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Output that a page shows, looked for in what the system prints. Numbers may differ."""

import re
import time

from awaited_text import WAIT_SECONDS

TEXT_BLOCK = re.compile(r"^```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TERMINAL_ERASE = re.compile(r"[^\n]*\x1b\[K")
TERMINAL_STYLE = re.compile(r"\x1b\[[\d;]*m")
NUMBER = re.compile(r"0x[0-9a-f]+|\d+")


def screen_lines(output):
    """The lines that a person sees, without erased prompts and styles."""
    return TERMINAL_STYLE.sub("", TERMINAL_ERASE.sub("", output)).split("\n")


def comparable(line):
    """A line without its numbers. A row of the list of processes ends with its counts."""
    words = " ".join(NUMBER.sub("N", line).split())
    return re.sub(r"( N/ ?N) .*", r"\1", words)


class Reader:
    """Reads what the system prints. Lines that belong together may come in any order."""

    def __init__(self, machine):
        self.machine = machine
        self.start = 0  # of the lines that are looked at
        self.end = 0    # of the part of them that was asked for

    def find(self, wanted):
        """Waits for a line that is like `wanted`."""
        deadline = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < deadline:
            lines = [comparable(line) for line in screen_lines(self.machine.output)]
            if comparable(wanted) in lines[self.start:]:
                self.end = max(self.end, lines.index(comparable(wanted), self.start) + 1)
                return
            time.sleep(0.05)
        output = "\n".join(screen_lines(self.machine.output)[-60:])
        raise AssertionError(f"{wanted!r} does not come in\n{output}")

    def go_on(self):
        """What was found is not looked at again."""
        self.start = self.end
