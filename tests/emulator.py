# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Drives a board in the emulator from a test.

    with Emulator(["hello", "neighbour"]) as machine:
        machine.expect(r"Hello")
        machine.send("list\\r")
        machine.never(r"Fault:", until=r"counter 20")

Guest time follows the instructions executed (-icount), so that a run repeats exactly. A board is
found by the build folder, FOLDER@SUFFIX for a variant of its emulator: BULKHEAD_BUILD names the
default one. Where BULKHEAD_COUNT_FOLDER names a folder, each run of a board that has a folder in it
is searched for its longest stretch of kernel instructions; tools/bench/longest.py judges the logs.
"""

import os
import re
import signal
import subprocess
import tempfile
import threading
import time

import plugin
from awaited_text import AwaitedText, WAIT_SECONDS
from board import Board

RUN_SECONDS_MAX = 1800  # an emulator that a killed test left behind ends by itself
OUTPUT_BYTES_MAX = 64 * 1024 * 1024
GATHER_SECONDS = 0.001
# The start of a line that was printed, for regular expressions: it may have replaced a prompt.
LINE_START = r"(?:^|\x1b\[K)"

# The build that Emulator uses. Tests that run on several builds change it (conftest.py).
build_folder = os.environ.get("BULKHEAD_BUILD")


def board_name(build):
    """The name under which `bh` knows a build: PRESET or PRESET-SUFFIX."""
    return os.path.basename(os.path.normpath(build)).replace("@", "-")


class Emulator(AwaitedText):
    """A board that runs while the `with` block does.

    images      names of programs, or paths of .tab, .tbf or (with raw) any file; in flash order
    icount_shift  guest nanoseconds per instruction, as a power of two
    idle        "skip": guest time jumps over sleep; "real": sleep takes as long as it says
    kernel      path of another kernel image
    raw         put the images into flash as they are, without a look inside
    options     more options of the emulator, such as devices
    without     options of the board that are left out, such as one of its devices
    """

    def __init__(self, images=(), icount_shift=6, idle="skip", kernel=None, raw=False, options=(),
                 without=()):
        super().__init__()
        if idle not in ("skip", "real"):
            raise ValueError(f"idle is 'skip' or 'real', not {idle!r}")
        if build_folder is None:
            raise RuntimeError("set BULKHEAD_BUILD to the build folder of a board")
        self._board = Board(build_folder)
        self._images = list(images)
        self._raw = raw
        self._kernel = kernel
        sleep = "off" if idle == "skip" else "on"
        self._options = list(options)
        self._without = list(without)
        self._icount = f"shift={icount_shift},align=off,sleep={sleep}"
        self._held = ""  # a sequence whose rest has not come yet
        self._process = None

    def __enter__(self):
        self._folder = tempfile.TemporaryDirectory(prefix="bulkhead-")
        try:
            pack = None
            if self._images:
                pack = os.path.join(self._folder.name, "apps.bin")
                self._board.pack(self._images, pack, raw=self._raw)
            command = self._leave_out(self._board.emulator_command(pack, self._kernel))
            command += ["-icount", self._icount, *self._options]
            command += self._count_option()
            self._process = subprocess.Popen(
                ["timeout", "--kill-after=5", str(RUN_SECONDS_MAX), *command],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                start_new_session=True)
        except BaseException:
            self._folder.cleanup()
            raise
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        return self

    def _leave_out(self, command):
        """The command without the options that the test does without."""
        count = len(self._without)
        for start in range(len(command) if count else 0):
            if command[start:start + count] == self._without:
                return command[:start] + command[start + count:]
        if count:
            raise RuntimeError(f"the board's emulator has no {' '.join(self._without)}")
        return command

    def _count_option(self):
        """Has the plugin look for the longest kernel run, where a folder for its logs is named."""
        folder = os.path.join(os.environ.get("BULKHEAD_COUNT_FOLDER", ""),
                              board_name(build_folder))
        if "BULKHEAD_COUNT_FOLDER" not in os.environ or not os.path.isdir(folder):
            return []
        # PYTEST_CURRENT_TEST reads "file::test[parameters] (call)".
        test = os.environ.get("PYTEST_CURRENT_TEST", "run").rsplit(" ", 1)[0]
        name = re.sub(r"[^\w.-]+", "-", test.rsplit("/", 1)[-1])
        descriptor, log = tempfile.mkstemp(prefix=f"{name}-", suffix=".log", dir=folder)
        os.close(descriptor)
        return ["-plugin", plugin.plugin_option(self._board.build, log, mode="longest",
                                                kernel_path=self._kernel)]

    def __exit__(self, *_):
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()
        self._reader.join()
        self._process.stdin.close()
        self._process.stdout.close()
        self._folder.cleanup()

    def _read(self):
        total = 0
        while True:
            # The emulator writes each character alone; those that come together are read together.
            time.sleep(GATHER_SECONDS)
            data = os.read(self._process.stdout.fileno(), 65536)
            total += len(data)
            if total > OUTPUT_BYTES_MAX:
                os.killpg(self._process.pid, signal.SIGKILL)
                data = b""
            with self._changed:
                self._take(data)
                self._has_ended = not data
                self._changed.notify_all()
            if not data:
                return

    def _take(self, data):
        # One character a byte, so that no byte of a hostile program is lost or joined. Where the
        # console takes a line back (its prompt) to write another in its place, the next line begins
        # behind the sequence that does it.
        text = self._held + data.decode("latin-1")
        whole = re.sub(r"\r(\x1b\[?)?\Z", "", text) if data else text
        self._held = text[len(whole):]
        self._output += whole.replace("\r\x1b[K", "\x1b[K\n").replace("\r", "")

    @property
    def alive(self):
        """True while the emulator runs: no panic, no reset."""
        return self._process.poll() is None

    def send(self, text):
        """Types text; bytes or a string of characters below 256."""
        data = text if isinstance(text, bytes) else text.encode("latin-1")
        self._process.stdin.write(data)
        self._process.stdin.flush()

    def wait_exit(self):
        """Waits until the emulator ends by itself; returns its status."""
        try:
            status = self._process.wait(WAIT_SECONDS)
        except subprocess.TimeoutExpired:
            with self._changed:
                self._fail(f"the emulator still runs after {WAIT_SECONDS} s")
        self._reader.join()
        return status
