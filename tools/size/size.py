#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0 OR MIT
"""
Prints flash and RAM of a board's kernel by folder, and four figures as `BOARD NAME BYTES`:

    flash_bytes                 everything that lies in flash, padding and initial data included
    ram_fixed_bytes             all RAM of the kernel and its capsules, stack and guard included
    ram_process_inside_bytes    what the kernel keeps in a process's own memory, grants aside
    ram_process_outside_bytes   what a process costs the kernel elsewhere

The figures come from the ELF file (sections, debug information), the folders from the link map.
Figures are compared with tests/bench/limits.txt. Exit status: 0 all is well, 1 a limit is exceeded
or a file is missing or damaged, 2 bad usage.
"""

import argparse
import collections
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools" / "count"))

# pylint: disable=wrong-import-position
from elf_file import ElfError, ElfFile  # noqa: E402
from limits import limits_read  # noqa: E402
from plugin import CountError, board_read  # noqa: E402
from link_map import MapError, map_read  # noqa: E402

SHT_NOBITS = 8

# What the kernel keeps for each process: inside its block, and in tables of its own.
INSIDE_STRUCTURES = ["process"]
OUTSIDE_STRUCTURES = ["process_slot"]

CAPSULES_FILE = "capsules.o"
CAPSULES_PREFIX = ".capsule"
LINKED_SUFFIX = ".ltrans.o"  # of the object that link-time optimisation makes


class SizeError(Exception):
    """A figure cannot be computed; the text says why."""


class Ram:
    """The kernel's RAM, as the board has set it: where data and stack are. All else is flash."""

    def __init__(self, facts):
        self.base = int(facts["BOARD_RAM_BASE"], 0)
        self.end = self.base + int(facts["BOARD_RAM_BYTES"], 0)

    def holds(self, address):
        """Whether an address lies in it."""
        return self.base <= address < self.end


def extent(ranges):
    """Length from the lowest base to the highest end."""
    if not ranges:
        return 0
    return max(end for _, end in ranges) - min(base for base, _ in ranges)


def flash_bytes(kernel, ram):
    """Bytes of flash that the image occupies."""
    return extent(
        [
            (physical, physical + file_bytes)
            for _, _, _, physical, file_bytes, _, _, _ in kernel.segments
            if file_bytes and not ram.holds(physical)
        ]
    )


def ram_fixed_bytes(kernel, ram):
    """Bytes of RAM that the kernel occupies."""
    return extent(
        [
            (section.address, section.address + section.size_bytes)
            for section in kernel.sections
            if section.is_allocated and section.size_bytes and ram.holds(section.address)
        ]
    )


def structure_sizes(kernel_path, names, binutils_prefix):
    """{structure: bytes} from the debug information."""
    result = subprocess.run(
        [f"{binutils_prefix}readelf", "--debug-dump=info", "--wide", str(kernel_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode != 0:
        raise SizeError(f"{kernel_path}: {result.stderr.strip()}")
    sizes = {}
    tag = name = None
    for line in result.stdout.splitlines():
        if "Abbrev Number" in line:
            found = re.search(r"\((DW_TAG_\w+)\)", line)
            tag, name = (found.group(1) if found else None), None
        elif tag == "DW_TAG_structure_type" and "DW_AT_name" in line:
            name = line.rsplit(":", 1)[1].strip()
        elif tag == "DW_TAG_structure_type" and "DW_AT_byte_size" in line and name in names:
            size_bytes = int(line.split()[-1], 0)
            if sizes.setdefault(name, size_bytes) != size_bytes:
                raise SizeError(f"{kernel_path}: struct {name} has two sizes")
    for wanted in names:
        if wanted not in sizes:
            raise SizeError(f"{kernel_path}: no debug information about struct {wanted}")
    return sizes


def folder_of_object(path):
    """The source folder that an object file was compiled from."""
    match = re.search(r"\.dir/(.+)$", path)
    if match:
        parts = match.group(1).split("/")
        keep = 1 if parts[0] in ("kernel", "lib", "generated") else 2
        return "/".join(parts[:keep])
    if "libgcc" in path:
        return "libgcc"
    return "other"


def section_key(name):
    """A section's name without what the compiler appends to tell copies and parts apart."""
    return re.sub(r"(\.(constprop|part|isra|cold|lto_priv|\d+))+$", "", name)


class Shares:
    """
    Says which folder the sections of a joined object came from.

    Joining objects, and optimising them when they are linked, keeps the names of sections, so the
    names in the single objects tell. Where several folders have a section of one name, it is
    divided by their sizes. A function that was inlined into another folder counts there.
    """

    def __init__(self, build, targets, otherwise):
        self.sizes = collections.defaultdict(collections.Counter)
        self.otherwise = otherwise
        for pattern in ("*.obj", "*.o"):
            for path in sorted(build.glob(f"CMakeFiles/{targets}.dir/**/{pattern}")):
                folder = folder_of_object(str(path))
                for section in ElfFile(path).sections:
                    if section.is_allocated and section.size_bytes:
                        self.sizes[section_key(section.name)][folder] += section.size_bytes

    def divide(self, section_name, size_bytes):
        """[(folder, bytes)] of one section of the joined object."""
        shares = self.sizes.get(section_key(section_name.removeprefix(CAPSULES_PREFIX)))
        if not shares:
            return [(self.otherwise, size_bytes)]
        total = sum(shares.values())
        parts = [(folder, size_bytes * share // total) for folder, share in shares.items()]
        folder, first = parts[0]
        parts[0] = (folder, first + size_bytes - sum(part for _, part in parts))
        return parts


def folder_table(build, kernel, ram):
    """{folder: [flash, RAM]}; what no file brought is `alignment` or `stack and reserved`."""
    capsules = Shares(build, "capsule_*", "libgcc")
    trusted = Shares(build, "plain_*", "other")
    allocated = {section.name: section for section in kernel.sections if section.is_allocated}
    table = collections.defaultdict(lambda: [0, 0])
    for item in map_read(build / "kernel.map"):
        section = allocated.get(item.output)
        if section is None:
            continue
        if item.name == "*fill*":
            parts = [("alignment", item.size_bytes)]
        elif item.file is None:
            # A statement of the linker script, such as the stack; sections are counted by files.
            continue
        elif item.file.endswith(CAPSULES_FILE):
            parts = capsules.divide(item.name, item.size_bytes)
        elif item.file.endswith(LINKED_SUFFIX):
            parts = trusted.divide(item.name, item.size_bytes)
        else:
            parts = [(folder_of_object(item.file), item.size_bytes)]
        # Initial values lie in flash and are copied to RAM.
        is_in_ram = ram.holds(section.address)
        is_in_flash = not is_in_ram or section.kind != SHT_NOBITS
        for folder, size_bytes in parts:
            table[folder][0] += size_bytes if is_in_flash else 0
            table[folder][1] += size_bytes if is_in_ram else 0
    return table


def table_print(table, totals):
    """Prints the folders, largest flash first; what is missing to the totals comes last."""
    rest = [totals[i] - sum(row[i] for row in table.values()) for i in range(2)]
    if any(rest):
        table["stack, guard, gaps"] = rest
    print(f"{'folder':<28} {'flash':>7} {'RAM':>7}")
    for folder, (flash, ram) in sorted(table.items(), key=lambda item: (-item[1][0], item[0])):
        print(f"{folder:<28} {flash:>7} {ram:>7}")
    print(f"{'together':<28} {totals[0]:>7} {totals[1]:>7}")


def main():
    """Command line."""
    parser = argparse.ArgumentParser(description="flash and RAM of a kernel by folder")
    parser.add_argument("--board", required=True)
    parser.add_argument("--build", type=pathlib.Path, required=True, help="the board's build")
    arguments = parser.parse_args()
    build = arguments.build.resolve()
    kernel_path = build / "kernel.elf"
    try:
        board = board_read(build)
        ram = Ram(board["facts"])
        kernel = ElfFile(kernel_path)
        names = INSIDE_STRUCTURES + OUTSIDE_STRUCTURES
        structures = structure_sizes(kernel_path, names, board["binutils_prefix"])
        figures = {
            "flash_bytes": flash_bytes(kernel, ram),
            "ram_fixed_bytes": ram_fixed_bytes(kernel, ram),
            "ram_process_inside_bytes": sum(structures[name] for name in INSIDE_STRUCTURES),
            "ram_process_outside_bytes": sum(structures[name] for name in OUTSIDE_STRUCTURES),
        }
        table = folder_table(build, kernel, ram)
        limits = limits_read(arguments.board)
    except (CountError, ElfError, MapError, SizeError, OSError) as error:
        print(f"size: {error}", file=sys.stderr)
        return 1
    table_print(table, (figures["flash_bytes"], figures["ram_fixed_bytes"]))
    is_good = True
    for name, value in figures.items():
        print(f"{arguments.board} {name} {value}")
        if name in limits and value > limits[name]:
            print(f"size: {name}: {value} exceeds the limit {limits[name]}", file=sys.stderr)
            is_good = False
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
