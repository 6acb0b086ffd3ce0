# SPDX-License-Identifier: Apache-2.0 OR MIT
"""
Reads the link map of GNU ld: which input section of which file lies where, and how long it is.
"""

import re

START = "Linker script and memory map"
OUTPUT_ONE_LINE = re.compile(r"^(\.?[\w.$]+)\s+0x([0-9a-f]+)\s+0x([0-9a-f]+)")
OUTPUT_NAME = re.compile(r"^(\.?[\w.$]+)$")
INPUT_ONE_LINE = re.compile(r"^ (\S+)\s+0x([0-9a-f]+)\s+0x([0-9a-f]+)(?: (\S.*))?$")
INPUT_NAME = re.compile(r"^ (\.?[\w.$*()-]\S*)$")
CONTINUATION = re.compile(r"^\s+0x([0-9a-f]+)\s+0x([0-9a-f]+)(?: (\S.*))?$")


class MapError(Exception):
    """The map does not have the form expected."""


class Input:
    """One contribution to an output section. `file` is None for fill and what the script adds."""

    def __init__(self, output, name, address, size_bytes, file):
        self.output = output
        self.name = name
        self.address = address
        self.size_bytes = size_bytes
        self.file = file


def map_read(path):
    """All inputs with a size, in the order of the map."""
    text = path.read_text(encoding="utf-8")
    if START not in text:
        raise MapError(f"{path}: not a link map")
    inputs = []
    output = None
    pending = None
    for line in text[text.index(START) :].splitlines()[1:]:
        if pending is not None:
            match = CONTINUATION.match(line)
            name, is_output = pending
            pending = None
            if match:
                if is_output:
                    output = name
                else:
                    address, size_bytes = int(match.group(1), 16), int(match.group(2), 16)
                    if size_bytes:
                        inputs.append(Input(output, name, address, size_bytes, match.group(3)))
                continue
        match = OUTPUT_ONE_LINE.match(line)
        if match:
            output = match.group(1)
            continue
        match = OUTPUT_NAME.match(line)
        if match:
            pending = (match.group(1), True)
            continue
        match = INPUT_ONE_LINE.match(line)
        if match:
            name, address, size_text, file = match.groups()
            size_bytes = int(size_text, 16)
            if size_bytes and output:
                inputs.append(Input(output, name, int(address, 16), size_bytes, file))
            continue
        match = INPUT_NAME.match(line)
        if match:
            pending = (match.group(1), False)
    if not inputs:
        raise MapError(f"{path}: the map lists no section")
    return inputs
