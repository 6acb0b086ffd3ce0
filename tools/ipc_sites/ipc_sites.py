#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Turns the site numbers of the borrow check's compact form into places.

    ipc_sites.py PROGRAM.elf [< OUTPUT]

A program built with -DIPC_CHECK=IPC_CHECK_COMPACT prints numbers where others print FILE:LINE; the
table is a section of its ELF file that is not part of the image. Copies standard input with the
numbers replaced. Without input it prints the table.
"""

import re
import struct
import sys

SECTION = b".ipc_sites"


class SitesError(Exception):
    """The file holds no table, in one line."""


def section(data):
    """(address, bytes) of the table in an ELF file."""
    if data[:4] != b"\x7fELF" or data[5:6] != b"\x01":
        raise SitesError("no little-endian ELF file")
    is_wide = data[4] == 2
    try:
        start = struct.unpack_from("<Q" if is_wide else "<I", data, 0x28 if is_wide else 0x20)[0]
        size, count, names = struct.unpack_from("<HHH", data, 0x3A if is_wide else 0x2E)
        layout = "<IIQQQQ" if is_wide else "<IIIIII"
        headers = [struct.unpack_from(layout, data, start + size * n) for n in range(count)]
        text = headers[names][4]
        for name, _, _, address, offset, length in headers:
            if data[text + name:].startswith(SECTION + b"\0"):
                return address, data[offset:offset + length]
    except (struct.error, IndexError):
        raise SitesError("a damaged ELF file") from None
    raise SitesError("no sites: nothing was built with -DIPC_CHECK=IPC_CHECK_COMPACT")


def sites(data):
    """{number: (operation, place)}"""
    address, table = section(data)
    found = {}
    for match in re.finditer(rb"([^\n\0]+)\n([^\n\0]+)\0", table):
        number = address + match.start() + 1
        found[number] = match[1].decode(), match[2].decode()
    return found


def resolve(text, table):
    """The text with what it would say in full."""
    def place(match):
        operation, where = table.get(int(match[2]), (None, None))
        if where is None:
            return match[0]
        return match[1] + (where if match[1] else f"{operation} at {where}")
    return re.sub(r"(since |before |, at |)\bsite (\d+)", place, text)


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: ipc_sites.py PROGRAM.elf [< OUTPUT]")
    try:
        with open(sys.argv[1], "rb") as file:
            table = sites(file.read())
    except (OSError, SitesError) as error:
        sys.exit(f"{sys.argv[1]}: {error}")
    if sys.stdin.isatty():
        for number, (operation, place) in sorted(table.items()):
            print(number, operation, place)
    else:
        for line in sys.stdin:
            sys.stdout.write(resolve(line, table))


if __name__ == "__main__":
    main()
