# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Random layouts of memory: the tool `system` refuses a program exactly if the kernel does.

Sizes and places of images, memory and regions are made up. What the tool says of each program is
compared with what the kernel does that is given the same images, and a description made by hand.
"""

import os
import pathlib
import random
import re
import struct

import pytest
from emulator import LINE_START, Emulator
from system_table import MAP_WRITE, Row, map_entry, system_options, system_table

from board import Board, BoardError

RUNS_ON = "ipc"
RUNS_ON_VARIANTS = False

PROGRAM = "crasher.elf"
COUNT, ROUNDS = 8, 3
MAPS_MAX = 5
REGION_STEP_BYTES = 0x10000
MEMORY_STEP_BYTES = 0x6000
BASE_HEADER_BYTES, FOOTER_TYPE = 16, 128
MAIN, PROGRAM_HEADER, FIXED_ADDRESSES = 1, 9, 5


class Image:
    """An image of a program, whose size and place in memory can be changed."""

    def __init__(self, flash, data):
        self.flash = flash
        self.data = bytearray(data)
        self.elements = {}
        header_bytes = struct.unpack_from("<H", data, 2)[0]
        at = BASE_HEADER_BYTES
        while at < header_bytes:
            kind, length = struct.unpack_from("<HH", data, at)
            self.elements[kind] = at + 4
            at += 4 + (length + 3) // 4 * 4
        self.header_bytes = header_bytes
        self.binary_end = struct.unpack_from("<I", data, self.elements[PROGRAM_HEADER] + 12)[0]

    def change(self, total_bytes, memory_base, memory_bytes):
        del self.data[self.binary_end:]
        rest = total_bytes - self.binary_end
        if rest >= 8:
            self.data += struct.pack("<HHI", FOOTER_TYPE, rest - 4, 0)
        self.data += bytes(total_bytes - len(self.data))
        struct.pack_into("<I", self.data, 4, total_bytes)
        struct.pack_into("<I", self.data, self.elements[FIXED_ADDRESSES], memory_base)
        for kind in (MAIN, PROGRAM_HEADER):
            struct.pack_into("<I", self.data, self.elements[kind] + 8, memory_bytes)
        struct.pack_into("<I", self.data, 12, 0)
        words = struct.unpack_from(f"<{self.header_bytes // 4}I", self.data)
        checksum = 0
        for word in words:
            checksum ^= word
        struct.pack_into("<I", self.data, 12, checksum)


class Layouts:
    """Makes up systems for one board."""

    def __init__(self, board, folder, seed):
        self.board = board
        self.folder = folder
        self.random = random.Random(seed)
        facts = {name: value.split() for name, value in (
            line.split(" ", 1) for line in
            pathlib.Path(board.build, "system.txt").read_text(encoding="utf-8").splitlines())}
        self.regions_base = int(facts["regions"][0], 0)
        self.pool_base = int(facts["pool"][0], 0)
        self.apps_base = int(facts["apps"][0], 0)
        self.grain = 4 if facts["unit"] == ["pmp"] else 32
        self.build(self.text(PROGRAM))
        self.images = self.images_read()

    def build(self, text):
        """What the tool says of a system: nothing if it takes it."""
        path = self.folder / "random.system"
        path.write_text(text, encoding="utf-8")
        try:
            self.board.system(path, [
                self.folder, os.path.join(self.board.build, "systems", "system")], self.folder)
        except BoardError as error:
            return str(error).splitlines()
        return []

    @staticmethod
    def text(path, regions=(), maps=None):
        """A system of the programs, one in each row from the second on; `maps` by their numbers."""
        places = {name: base for name, base, _ in regions}
        lines = ["<system>"]
        for number in range(COUNT):
            inner = "".join(f'<map mr="{name}" vaddr="{places[name]}"/>'
                            for name in (maps or {}).get(number, ()))
            lines.append(f'<protection_domain name="p{number}"><program_image '
                         f'path="{path.format(number)}"/>{inner}</protection_domain>')
        lines += [f'<memory_region name="{name}" size="{size}" phys_addr="{base}"/>'
                  for name, base, size in regions]
        return "\n".join([*lines, "</system>"])

    def images_read(self):
        report = (self.folder / "report.txt").read_text(encoding="utf-8")
        apps = (self.folder / "apps.bin").read_bytes()
        places = [int(base, 16) for base in re.findall(r"image +(0x\w+) to", report)]
        images = []
        for base in places:
            at = base - self.apps_base
            total = struct.unpack_from("<I", apps, at + 4)[0]
            images.append(Image(base, apps[at:at + total]))
        return images

    def images_change(self):
        """Gives every image another size, and other memory."""
        paths = []
        for number, image in enumerate(self.images):
            largest = len(image.data)
            total = largest
            if self.random.random() < 0.5:
                grain = self.grain << self.random.randrange(8)
                total = min(-(-self.random.randint(image.binary_end, largest) // grain) * grain,
                            largest)
            grain = 8 << self.random.randrange(10)
            start = self.random.randrange(0x2000) // grain * grain
            image.change(total, self.pool_base + number * MEMORY_STEP_BYTES + start,
                         self.random.randrange(64, 0x2000) // 4 * 4)
            path = self.folder / f"p{number}.tbf"
            path.write_bytes(image.data)
            paths.append(str(path))
        return paths

    def regions_make(self):
        """Regions of all grains: [(name, base, size)]."""
        regions = []
        for number in range(COUNT * MAPS_MAX):
            grain = self.grain << self.random.randrange(8)
            base = self.regions_base + number * REGION_STEP_BYTES
            base += self.random.randrange(0x1000) // grain * grain
            regions.append((f"r{number}", base, self.random.randint(1, 8) * grain))
        return regions


def regions_that_fit(layouts, regions):
    """Those that the unit can cover, with the range that the tool takes for each."""
    for line in layouts.build(layouts.text(PROGRAM, regions)):
        match = re.search(r"cannot cover .* of memory region '(r\d+)'", line)
        assert match or line.startswith("Warning: "), line
        if match:
            regions = [region for region in regions if region[0] != match[1]]
    assert all(line.startswith("Warning: ")
               for line in layouts.build(layouts.text(PROGRAM, regions)))
    report = (layouts.folder / "report.txt").read_text(encoding="utf-8")
    ranges = {}
    for name, start, last in re.findall(r"^  (r\d+) (0x\w+) to (0x\w+)", report, re.MULTILINE):
        ranges[name] = (int(start, 16), int(last, 16) + 1 - int(start, 16))
    return regions, ranges


def tool_refuses(layouts, regions, maps):
    """Numbers of the programs that the tool refuses."""
    refused = set()
    for line in layouts.build(layouts.text("p{}.tbf", regions, maps)):
        match = re.search(r"random\.system:(\d+):\d+$", line)
        assert match, line
        if not line.startswith("Warning: "):
            assert "protection unit" in line, line
            refused.add(int(match[1]) - 2)
    return refused


def kernel_refuses(board, folder, paths, maps, ranges):
    """Numbers of the programs that the kernel does not load, since they cannot be protected."""
    table = system_table([
        Row(f"p{number}", 16, budget=(1000, 1000),
            maps=[map_entry(*ranges[name], MAP_WRITE) for name in maps[number]])
        for number in range(COUNT)])
    loaded, refused = set(), 0
    with Emulator(paths, options=system_options(board, table, folder)) as machine:
        while len(loaded) + refused < COUNT:
            match = machine.expect(rf"{LINE_START}(?:Loaded p(\d)\b|Image at \w+ refused: (.*)\n)")
            if match[1] is None:
                assert match[2] == "cannot be protected", match[2]
                refused += 1
            else:
                loaded.add(int(match[1]))
    return set(range(COUNT)) - loaded


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_tool_and_kernel_agree(board_build, tmp_path, seed, record_property):
    board = Board(board_build)
    layouts = Layouts(board, tmp_path, seed)
    regions, ranges = regions_that_fit(layouts, layouts.regions_make())
    paths = layouts.images_change()
    names = [region[0] for region in regions]
    layouts.random.shuffle(names)
    maps = {number: [names.pop() for _ in range(layouts.random.randint(0, MAPS_MAX)) if names]
            for number in range(COUNT)}
    by_tool = tool_refuses(layouts, regions, maps)
    by_kernel = kernel_refuses(board, tmp_path, paths, maps, ranges)
    record_property("refused", len(by_kernel))
    assert by_tool == by_kernel, (by_tool, by_kernel)
    assert 0 < len(by_kernel) < COUNT  # or nothing has been tried
