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
KIND_CALL, KIND_NOTIFY, KIND_IRQ, KIND_CHILD = 1, 2, 3, 4
MAP_WRITE, MAP_DEVICE = 1, 4
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
    maps     made by map_entry()
    sought   made by sought_entry()
    """

    def __init__(self, name, rank, entries=(), budget=(0, 0), flags=0, parent=(NO_ROW, 0), maps=(),
                 sought=()):
        self.name = name
        self.rank = rank
        self.entries = list(entries)
        self.budget = budget
        self.flags = flags
        self.parent = parent
        self.maps = list(maps)
        self.sought = list(sought)

    def encoded(self, first, first_map, first_sought):
        name = self.name.encode()
        return struct.pack("<32s4B2I H2B 6H", name, len(name), self.rank, self.flags, 1,
                           *self.budget, *self.parent, 4, first, len(self.entries), first_map,
                           len(self.maps), first_sought, len(self.sought))


def entry(kind, target, rights, badge, watch=0):
    return struct.pack("<2BH2BH2I", kind, rights, target, 0, watch, 0,
                       badge & 0xFFFFFFFF, badge >> 32)


def call_entry(target, badge=0, rights=RIGHT_SEND | RIGHT_CALL):
    """The endpoint of the process in a row."""
    return entry(KIND_CALL, target, rights, badge)


def notify_entry(target, badge=1):
    """The notification word of the process in a row."""
    return entry(KIND_NOTIFY, target, RIGHT_SEND, badge)


def map_entry(base, size_bytes, flags):
    return struct.pack("<3I", base, size_bytes, flags)


def service(name, row):
    """A name under which a process offers its endpoint."""
    return struct.pack("<32s2BH", name.encode(), len(name), 0, row)


def sought_entry(number, badge=0, rights=RIGHT_SEND | RIGHT_CALL):
    """What a process gets that connects to the service of this number."""
    return struct.pack("<H2B2I", number, rights, 0, badge & 0xFFFFFFFF, badge >> 32)


def system_table(rows, services=()):
    """The bytes of a description."""
    encoded, entries, maps, sought = b"", [], [], []
    for row in rows:
        encoded += row.encoded(len(entries), len(maps), len(sought))
        entries += row.entries
        maps += row.maps
        sought += row.sought
    arrays = {name: (0, b"") for name in ARRAYS}
    arrays["processes"] = len(rows), encoded
    for name, elements in (("capabilities", entries), ("maps", maps),
                           ("services", list(services)), ("sought", sought)):
        arrays[name] = len(elements), b"".join(elements)
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
