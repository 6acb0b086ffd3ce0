# SPDX-License-Identifier: Apache-2.0 OR MIT
"""System descriptions made by hand, for tests and figures. abi/system.h says the form.

    table = system_table([Row("client", rank=20, entries=[call_entry(1, badge=7)]),
                          Row("server", rank=10)])
    with Emulator(["client", "server"], options=system_options(board, table, folder)): ...
"""

import pathlib
import re
import struct

ABI = pathlib.Path(__file__).resolve().parents[2] / "abi"
KIND_CALL, KIND_NOTIFY = 1, 2
RIGHT_SEND, RIGHT_CALL, RIGHT_GRANT, RIGHT_GRANT_REPLY, RIGHT_WATCH = 1, 2, 4, 8, 32
PASSIVE, TIMEOUT_FAULTS = 1, 2
NO_ROW = 0xFFFF
HEADER_BYTES, ROW_BYTES, CAPABILITY_BYTES = 64, 60, 16
ARRAYS = ("processes", "capabilities", "maps", "services", "sought", "regions")


def constant(name):
    """A constant of abi/system.h."""
    text = (ABI / "system.h").read_text(encoding="utf-8")
    return int(re.search(rf"#define {name} (0x[0-9A-F]+|[0-9]+)u", text)[1], 0)


class Row:
    """A process: its name, its rank, and what its capability table begins with behind entry 0.

    budget   budget and period in microseconds
    flags    PASSIVE, TIMEOUT_FAULTS
    parent   the row of its parent, and the number by which that knows it
    """

    def __init__(self, name, rank, entries=(), budget=(0, 0), flags=0, parent=(NO_ROW, 0)):
        self.name = name
        self.rank = rank
        self.entries = list(entries)
        self.budget = budget
        self.flags = flags
        self.parent = parent

    def encoded(self, first):
        name = self.name.encode()
        return struct.pack("<32s4B2I H2B 6H", name, len(name), self.rank, self.flags, 1,
                           *self.budget, *self.parent, 4, first, len(self.entries), 0, 0, 0, 0)


def entry(kind, target, rights, badge, watch=0):
    return struct.pack("<2BH2BH2I", kind, rights, target, 0, watch, 0,
                       badge & 0xFFFFFFFF, badge >> 32)


def call_entry(target, badge=0, rights=RIGHT_SEND | RIGHT_CALL):
    """The endpoint of the process in a row."""
    return entry(KIND_CALL, target, rights, badge)


def notify_entry(target, badge=1):
    """The notification word of the process in a row."""
    return entry(KIND_NOTIFY, target, RIGHT_SEND, badge)


def system_table(rows):
    """The bytes of a description."""
    encoded, entries = b"", []
    for row in rows:
        encoded += row.encoded(len(entries))
        entries += row.entries
    arrays = {name: (0, b"") for name in ARRAYS}
    arrays["processes"] = len(rows), encoded
    arrays["capabilities"] = len(entries), b"".join(entries)
    head, body = b"", b""
    for count, content in arrays.values():
        head += struct.pack("<2I", HEADER_BYTES + len(body), count)
        body += content
    total = HEADER_BYTES + len(body)
    first = struct.pack("<3I", constant("SYSTEM_MAGIC"), constant("SYSTEM_VERSION"), total)
    words = struct.unpack(f"<{total // 4 - 1}I", first + head + body)
    checksum = 0
    for word in words:
        checksum ^= word
    return first + struct.pack("<I", checksum) + head + body


def system_options(board, table, folder):
    """What has the emulator put a description into the flash of a board."""
    path = pathlib.Path(folder) / "system.bin"
    path.write_bytes(table)
    base = board.facts["facts"]["BOARD_SYSTEM_BASE"]
    return ["-device", f"loader,file={path},addr={base},force-raw=on"]
