# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Images made by hand, independent of the tool under test, and sources of executables."""
import struct

LINKER_SCRIPT = """
ENTRY(_start)
PHDRS {{ text PT_LOAD FLAGS(5); stack PT_LOAD FLAGS(6); data PT_LOAD FLAGS(6); }}
MEMORY {{ FLASH (rx) : ORIGIN = {flash:#x}, LENGTH = 64K
          RAM (rw) : ORIGIN = {ram:#x}, LENGTH = 16K }}
SECTIONS {{
    .text : {{ *(.text*) *(.rodata*) . = ALIGN(4); }} > FLASH :text
    .wfr.app_state : {{ KEEP(*(.wfr*)) }} > FLASH :text
    .stack (NOLOAD) : {{ . += {stack}; }} > RAM :stack
    .data : {{ *(.data*) . = ALIGN(4); }} > RAM AT > FLASH :data
    .bss (NOLOAD) : {{ *(.bss*) *(COMMON) }} > RAM :data
    /DISCARD/ : {{ *(.ARM.*) *(.comment) *(.note*) }}
}}
"""

PROGRAM = """
int counter = 0x11223344;
int zeroed[25];
__attribute__((used)) void _start(void) { counter += zeroed[3]; for (;;) { } }
"""


def checksum(header):
    """The XOR of all whole words but the checksum's own."""
    total = 0
    for offset in range(0, len(header) // 4 * 4, 4):
        if offset != 12:
            total ^= struct.unpack_from("<I", header, offset)[0]
    return total


def element(kind, value, length=None):
    """A header element; the length can be set wrong."""
    stored = len(value) if length is None else length
    return struct.pack("<HH", kind, stored) + value + bytes(-len(value) % 4)


def image(elements=None, total=512, body=b"", version=2, flags=1, header_size=None, fix=True):
    """An image made by hand; everything can be set wrong."""
    if elements is None:
        elements = program()
    size = 16 + len(elements) if header_size is None else header_size
    header = bytearray(struct.pack("<HHIII", version, size & 0xFFFF, total, flags, 0) + elements)
    struct.pack_into("<I", header, 12, checksum(header[:size]) ^ (0 if fix else 1))
    content = bytes(header) + body
    return content + bytes(max(0, total - len(content))) if total < 1 << 20 else content


def main_element(entry=0, protected=0, ram=1024):
    return element(1, struct.pack("<III", entry, protected, ram))


def program(entry=0, protected=0, ram=1024, end=512, version=0):
    return element(9, struct.pack("<IIIII", entry, protected, ram, end, version))


def fixed(ram=0xFFFFFFFF, flash=0xFFFFFFFF):
    return element(5, struct.pack("<II", ram, flash))


def objects(flash):
    """Walks a chain of objects: a list of (offset, header size, total size)."""
    found = []
    offset = 0
    while offset < len(flash):
        version, size, total = struct.unpack_from("<HHI", flash, offset)
        assert version == 2 and total >= 16, (offset, version, total)
        header = flash[offset:offset + size]
        assert struct.unpack_from("<I", header, 12)[0] == checksum(header), offset
        found.append((offset, size, total))
        offset += total
    assert offset == len(flash)
    return found
