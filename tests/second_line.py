# SPDX-License-Identifier: Apache-2.0 OR MIT
"""The second serial line of a board, which belongs to a system's driver.

    with SecondLine(board, folder) as line, Emulator(options=line.options) as machine:
        line.connect()
        line.expect(r"^first: ready$")
        line.send("hello\\r")
"""

import os
import socket
import threading

from awaited_text import AwaitedText, WAIT_SECONDS


class SecondLine(AwaitedText):
    """Waits for the emulator, which connects when it starts and is stopped until then."""

    def __init__(self, board, folder):
        super().__init__()
        self._path = os.path.join(folder, "second")
        self.options = ["-chardev", f"socket,id=second,path={self._path}",
                        *board.facts["second_line"]]
        self._socket = None

    def __enter__(self):
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(self._path)
        self._server.listen(1)
        return self

    def __exit__(self, *_):
        if self._socket is not None:
            self._socket.close()
        self._server.close()

    def connect(self):
        self._server.settimeout(WAIT_SECONDS)
        self._socket, _ = self._server.accept()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        while True:
            try:
                data = self._socket.recv(65536)
            except OSError:
                data = b""
            with self._changed:
                self._output += data.decode("latin-1").replace("\r", "")
                self._has_ended = not data
                self._changed.notify_all()
            if not data:
                return

    def send(self, text):
        """Types text."""
        self._socket.sendall(text.encode("latin-1"))
