# SPDX-License-Identifier: Apache-2.0 OR MIT
"""
Reads what the measuring tools need from a 32-bit little-endian ELF file: symbols, loaded bytes and
sections. Source: System V ABI, chapter 4 (object files).
"""

import bisect
import struct

PT_LOAD = 1
SHT_SYMTAB = 2
SHT_RELA = 4
SHT_REL = 9
RELOCATION_BYTES = {SHT_RELA: 12, SHT_REL: 8}
MACHINE_ARM, MACHINE_RISCV = 40, 243
SHF_ALLOC = 2
STT_NOTYPE, STT_OBJECT, STT_FUNCTION = 0, 1, 2


class ElfError(Exception):
    """The file is not an ELF file of the kind expected."""


class Symbol:
    """One symbol; bit 0 of a Thumb function's address is removed."""

    def __init__(self, name, value, size_bytes, kind, section):
        self.name = name
        self.address = value & ~1 if kind == STT_FUNCTION else value
        self.size_bytes = size_bytes
        self.kind = kind
        self.section = section


class Section:
    """One section header."""

    def __init__(self, name, words):
        self.name = name
        self.kind, flags, self.address, self.offset, self.size_bytes, self.link, self.info = words
        self.is_allocated = bool(flags & SHF_ALLOC)


def text_at(data, offset):
    """The zero-terminated text at an offset."""
    return data[offset : data.index(b"\0", offset)].decode()


class ElfFile:
    """An ELF file, read completely."""

    def __init__(self, path):
        self.path = path
        with open(path, "rb") as file:
            self.data = file.read()
        if self.data[:6] != b"\x7fELF\x01\x01":
            raise ElfError(f"{path}: not a 32-bit little-endian ELF file")
        try:
            self._headers_read()
            self._symbols_read()
        except (struct.error, ValueError, IndexError) as error:
            raise ElfError(f"{path}: damaged: {error}") from error

    def _headers_read(self):
        self.machine = struct.unpack_from("<H", self.data, 18)[0]
        program_offset, section_offset = struct.unpack_from("<II", self.data, 28)
        fields = struct.unpack_from("<HHHHH", self.data, 42)
        program_bytes, program_count, section_bytes, section_count, names_index = fields
        self.segments = []
        for i in range(program_count):
            words = struct.unpack_from("<8I", self.data, program_offset + i * program_bytes)
            if words[0] == PT_LOAD:
                self.segments.append(words)
        raw = [
            struct.unpack_from("<10I", self.data, section_offset + i * section_bytes)
            for i in range(section_count)
        ]
        names = raw[names_index][4]
        self.sections = [Section(text_at(self.data, names + w[0]), w[1:8]) for w in raw]

    def _symbols_read(self):
        self.symbol_table = []
        for section in self.sections:
            if section.kind != SHT_SYMTAB:
                continue
            strings = self.sections[section.link].offset
            for offset in range(section.offset, section.offset + section.size_bytes, 16):
                name, value, size, info, _, index = struct.unpack_from("<IIIBBH", self.data, offset)
                text = text_at(self.data, strings + name)
                self.symbol_table.append(Symbol(text, value, size, info & 15, index))
        self.symbols = [symbol for symbol in self.symbol_table if symbol.section != 0]
        functions = [symbol for symbol in self.symbols if symbol.kind == STT_FUNCTION]
        self._functions = sorted(functions, key=lambda symbol: symbol.address)
        self._addresses = [symbol.address for symbol in self._functions]

    def find(self, name):
        """All symbols of that name, also the copies that the compiler made of a function."""
        return [
            symbol
            for symbol in self.symbols
            if symbol.name == name or symbol.name.startswith(name + ".")
        ]

    def one(self, name):
        """The only symbol of that name."""
        found = [symbol for symbol in self.symbols if symbol.name == name]
        if len(found) != 1:
            raise ElfError(f"{self.path}: {len(found)} symbols {name}, expected one")
        return found[0]

    def read(self, address, length):
        """Loaded bytes at a physical address."""
        for _, offset, _, physical, file_bytes, _, _, _ in self.segments:
            if physical <= address and address + length <= physical + file_bytes:
                start = offset + address - physical
                return self.data[start : start + length]
        raise ElfError(f"{self.path}: nothing is loaded at {address:#x}")

    def relocations(self):
        """(section that is patched, relocation type, symbol) of an object file."""
        for section in self.sections:
            if section.kind not in RELOCATION_BYTES:
                continue
            end, step = section.offset + section.size_bytes, RELOCATION_BYTES[section.kind]
            for offset in range(section.offset, end, step):
                information = struct.unpack_from("<I", self.data, offset + 4)[0]
                symbol = self.symbol_table[information >> 8]
                yield self.sections[section.info], information & 255, symbol

    def place(self, address):
        """Function name and offset of a code address, for people."""
        index = bisect.bisect_right(self._addresses, address) - 1
        if index < 0:
            return f"{address:#x}"
        symbol = self._functions[index]
        return f"{symbol.name}+{address - symbol.address:#x}"
