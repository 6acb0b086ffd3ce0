# SPDX-License-Identifier: Apache-2.0 OR MIT
"""A program that a test stops at places of its own, as it is linked for its slot."""

import os

from elf_file import ElfFile


class Program:
    """Its report is the variable of that name."""

    def __init__(self, board, name, slot, family):
        self.elf = ElfFile(os.path.join(board.build, "programs", name, f"slot{slot}.elf"))
        self.family = family
        self.flash = int(board.facts["slots"][slot].split(":")[0], 0)
        self.flash_end = self.flash + int(board.facts["facts"]["BOARD_SLOT_FLASH_BYTES"], 0)

    def symbol(self, name):
        return self.elf.one(name)

    @property
    def report(self):
        return self.symbol("report").address

    def call_in(self, name):
        """Address of the call instruction in a probe."""
        symbol = self.symbol(name)
        code = self.elf.read(symbol.address, symbol.size_bytes)
        return next(symbol.address + offset for offset in range(0, len(code) - 3, 2)
                    if self.family.is_call(code, offset))

    @property
    def places(self):
        return range(self.flash, self.flash_end)

    def has(self, address):
        return address in self.places
