# SPDX-License-Identifier: Apache-2.0 OR MIT
"""
Which functions have their address taken, read from the relocations of the object files.

A call through a pointer can only reach such a function. So the tables that a board fills with
functions need not be repeated in the edges file (`!table`), and a function whose address is taken
but which no list names is a mistake in the edges file. Source: ELF for the Arm Architecture, 5.7.
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "count"))

# pylint: disable=wrong-import-position
from elf_file import ElfError, ElfFile  # noqa: E402

__all__ = ["ElfError", "addresses_read", "object_of_graph"]

# Relocations that store an address, rather than make a call: ABS32, TARGET1 and the halves of MOVW
# and MOVT in Arm and Thumb code.
ADDRESS_TYPES = {2, 38, 43, 44, 47, 48}
DATA_PREFIXES = (".rodata.", ".data.rel.ro.local.", ".data.rel.ro.", ".data.")


def object_of_graph(path):
    """The object file that was compiled together with a .ci file, or None."""
    for suffix in (".obj", ".o"):
        candidate = path.with_suffix(suffix)
        if candidate.is_file():
            return candidate
    return None


def addresses_read(path, titles):
    """
    [(object that holds the address, title of the function)] of one object file.

    titles: {name: title} of the functions that this file defines; a public function of another file
    has its name as title. The holder is the name of a table, or None for code and unnamed data.
    """
    found = []
    for section, kind, symbol in ElfFile(path).relocations():
        if kind not in ADDRESS_TYPES or not section.is_allocated or not symbol.name:
            continue
        holder = None
        for prefix in DATA_PREFIXES:
            if section.name.startswith(prefix):
                holder = section.name[len(prefix) :]
                break
        found.append((holder, titles.get(symbol.name, symbol.name)))
    return found
