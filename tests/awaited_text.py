# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Text that comes by and by, from a thread, while a test waits for what should be in it."""

import re
import threading
import time

# For what should come at once, in seconds of the host, which may be slow and loaded: a safety net,
# which says nothing about guest time.
WAIT_SECONDS = 120
SHOWN_CHARACTERS = 4000  # how much text a failure shows


class AwaitedText:
    """What reads the text adds to `_output` with `_changed` held, and notifies."""

    def __init__(self):
        self._changed = threading.Condition()
        self._output = ""
        self._position = 0
        self._has_ended = False

    @property
    def output(self):
        """All text so far, without carriage returns."""
        with self._changed:
            return self._output

    def expect(self, pattern):
        """Waits for text that matches; returns the match and goes on behind it."""
        regex = re.compile(pattern, re.MULTILINE)
        end = time.monotonic() + WAIT_SECONDS
        with self._changed:
            while True:
                match = regex.search(self._output, self._position)
                if match:
                    self._position = match.end()
                    return match
                if self._has_ended:
                    self._fail(f"the emulator ended before {pattern!r} came")
                left = end - time.monotonic()
                if left <= 0:
                    self._fail(f"{pattern!r} did not come in {WAIT_SECONDS} s")
                self._changed.wait(left)

    def never(self, pattern, until):
        """Waits for `until` like expect(); fails if `pattern` matches in the text up to it."""
        with self._changed:
            start = self._position
        match = self.expect(until)
        with self._changed:
            passed = self._output[start:match.end()]
            forbidden = re.search(pattern, passed, re.MULTILINE)
            if forbidden:
                self._fail(f"{forbidden[0]!r} came, which never should")
        return match

    def _fail(self, reason):
        raise AssertionError(
            f"{reason}\n--- the last output, from {len(self._output)} characters:\n"
            f"{self._output[-SHOWN_CHARACTERS:]}\n--- looked at from character {self._position}")
