# SPDX-License-Identifier: Apache-2.0 OR MIT
"""
Which functions have their address taken, read from the relocations of the object files.

A call through a pointer can only reach such a function. So the tables that a board fills with
functions need not be repeated in the edges file (`!table`), and a function whose address is taken
but which no list names is a mistake in the edges file. Source: ELF for the Arm Architecture, 5.7;
RISC-V ELF psABI 1.0, 8.4.
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "count"))

# pylint: disable=wrong-import-position
from elf_file import MACHINE_ARM, MACHINE_RISCV, ElfError, ElfFile  # noqa: E402

__all__ = ["ElfError", "addresses_read", "aliases_read", "calls_read", "object_of_graph"]

# Relocations that store an address, rather than make a call. Arm: ABS32, TARGET1 and the halves of
# MOVW and MOVT in Arm and Thumb code. RISC-V: 32, 64, GOT_HI20, PCREL_HI20, HI20.
ADDRESS_TYPES = {MACHINE_ARM: {2, 38, 43, 44, 47, 48}, MACHINE_RISCV: {1, 2, 20, 23, 26}}
# Relocations of calls and jumps. Arm: THM_CALL, CALL, JUMP24, THM_JUMP24, THM_JUMP19, THM_JUMP11.
# RISC-V: BRANCH, JAL, CALL, CALL_PLT, RVC_BRANCH, RVC_JUMP; those to labels stay in their function.
CALL_TYPES = {MACHINE_ARM: {10, 28, 29, 30, 51, 102}, MACHINE_RISCV: {16, 17, 18, 19, 44, 45}}
# What is no call: labels, and the compiler's routines that save and restore registers in the frame
# of the function that jumps there, which counts them (-msave-restore).
NO_CALL_PREFIXES = (".L", "__riscv_save_", "__riscv_restore_")
STT_FUNCTION = 2
DATA_PREFIXES = (".rodata.", ".data.rel.ro.local.", ".data.rel.ro.", ".data.")
DATA_PREFIXES += (".srodata.", ".sdata.")


def object_of_graph(path):
    """The object file that was compiled together with a .ci file, or None."""
    for suffix in (".obj", ".o"):
        candidate = path.with_suffix(suffix)
        if candidate.is_file():
            return candidate
    return None


def types_of(elf, types):
    """The relocation types of the file's processor."""
    if elf.machine not in types:
        raise ElfError(f"{elf.path}: a processor ({elf.machine}) whose relocations are not known")
    return types[elf.machine]


def addresses_read(path, titles):
    """
    [(object that holds the address, title of the function)] of one object file.

    titles: {name: title} of the functions that this file defines; a public function of another file
    has its name as title. The holder is the name of a table, or None for code and unnamed data.
    """
    found = []
    elf = ElfFile(path)
    address_types = types_of(elf, ADDRESS_TYPES)
    for section, kind, symbol in elf.relocations():
        if kind not in address_types or not section.is_allocated or not symbol.name:
            continue
        holder = None
        for prefix in DATA_PREFIXES:
            if section.name.startswith(prefix):
                holder = section.name[len(prefix) :]
                break
        found.append((holder, titles.get(symbol.name, symbol.name)))
    return found


def aliases_read(path, titles):
    """[(further name, name in titles)] of the functions of one object file that have two names."""
    places = {}
    symbols = [symbol for symbol in ElfFile(path).symbols if symbol.kind == STT_FUNCTION]
    for symbol in symbols:
        if symbol.name in titles:
            places[symbol.section, symbol.address] = symbol.name
    return [
        (symbol.name, places[symbol.section, symbol.address])
        for symbol in symbols
        if symbol.name not in titles and (symbol.section, symbol.address) in places
    ]


def calls_read(path, titles):
    """
    [(title of the caller, title of the callee)] of the calls and jumps from function to function,
    for an object file with a section for each function.
    """
    elf = ElfFile(path)
    callers = {}
    for symbol in elf.symbols:
        if symbol.kind == STT_FUNCTION and symbol.name in titles:
            section = elf.sections[symbol.section]
            if callers.setdefault(id(section), titles[symbol.name]) != titles[symbol.name]:
                raise ElfError(f"{path}: {section.name} holds two functions")
    calls = []
    call_types = types_of(elf, CALL_TYPES)
    for section, kind, symbol in elf.relocations():
        if symbol.name.startswith(NO_CALL_PREFIXES):
            continue
        if kind in call_types and section.is_allocated and symbol.name:
            if id(section) not in callers:
                raise ElfError(f"{path}: {section.name} makes calls, but holds no known function")
            callee = titles.get(symbol.name, symbol.name)
            calls.append((callers[id(section)], callee))
    return calls
