# SPDX-License-Identifier: Apache-2.0 OR MIT
"""A board that exists for tests only, and programs for it, made by the cross compiler."""

import pathlib
import struct
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
COMPILER = ["arm-none-eabi-gcc", "-mcpu=cortex-m4", "-mthumb", "-Os", "-fno-common",
            "-ffunction-sections", "-fdata-sections", "-nostdlib", "-ffreestanding"]
LINKER = ["arm-none-eabi-ld", "--gc-sections", "--fatal-warnings", "-z", "noexecstack"]
FACTS = {
    "board": "island", "unit": "armv7m", "cpu": "cortex-m4", "unit_entries": "6",
    "processes": "63",
    "stack": "1024", "heap": "512", "reserve": "512",
    "apps": "0x40000 0x40000", "pool": "0x20010000 0x10000",
    "regions": "0x21000000 0x400000", "description": "0x3C000 0x1000",
    "script": str(ROOT / "user" / "runtime" / "program.ld.in"),
}
# Entries of the protection unit of a program, begin of the memory, entries for stack and data.
UNITS = {"armv7m": (6, 0x21000000, 2), "armv8m": (6, 0x80000000, 1), "pmp": (7, 0x21000000, 2)}
DEVICES = ["uart 0x40005000 0x1000 plain 2 3", "dma 0x40007000 0x1000 trusted 9"]
PROGRAM = """
#include <stdint.h>
uintptr_t first;
uint64_t second = 5;
uint32_t third[3];
char microkit_name[64] = "?";
volatile uint8_t narrow = 1;
static volatile uint32_t hidden = 7;
void _start(void);
void _start(void)
{
    for (;;) {
        narrow = (uint8_t)(first + second + third[2] + hidden + (uint8_t)microkit_name[0]);
    }
}
"""
REGION = '<memory_region name="m" size="0x1000"/>'
IMAGE = '<program_image path="a.o"/>'


def domain(name="a", inner="", attributes=""):
    return (f'<protection_domain name="{name}" {attributes}>{IMAGE}{inner}'
            '</protection_domain>')


def system(*parts):
    return "<system>\n" + "\n".join(parts) + "\n</system>\n"


def entries_said(entries, board_entries, memory):
    return (f"Error: protection domain 'a' needs {entries} entries of the protection unit, and a "
            f"program on board 'island' has {board_entries}: image 1, stack and data with the IPC "
            f"buffer {memory}")


class Island:
    """A folder with the facts of the board, and programs."""

    def __init__(self, folder, tool):
        self.folder = folder
        self.tool = tool
        self.facts = dict(FACTS)
        self.devices = list(DEVICES)
        self.linker = list(LINKER)

    def program(self, name="a.o", text=PROGRAM, options=()):
        source = self.folder / "program.c"
        source.write_text(text, encoding="utf-8")
        subprocess.run([*COMPILER, *options, "-c", source, "-o", self.folder / name], check=True)

    def linked(self, name, flash, memory, text=PROGRAM):
        """A program that is linked already."""
        self.program("linked.o", text)
        script = self.facts_path("script").read_text(encoding="utf-8")
        for word, value in {"FLASH_START": flash, "RAM_START": memory, "FLASH_BYTES": 0x8000,
                            "RAM_BYTES": 0x4000, "STACK_BYTES": 1024}.items():
            script = script.replace(f"@{word}@", hex(value))
        (self.folder / "linked.ld").write_text(script.replace("@PATCHED@", ""), encoding="utf-8")
        subprocess.run([*LINKER, "-T", self.folder / "linked.ld", "-o", self.folder / name,
                        self.folder / "linked.o"], check=True)

    def image(self, name, tbf, flash, memory, file=None):
        """A program that is an image already."""
        self.linked("image.elf", flash, memory)
        tbf("create", self.folder / "image.elf", "-o", self.folder / (file or f"{name}.tbf"),
            "--name", name, "--heap", 512, "--protected-end", 0x80)

    def archive(self, name, tbf, places):
        """A program in an archive of images for several places, each (flash, memory)."""
        files = []
        for number, place in enumerate(places):
            self.image(name, tbf, *place, f"{name}{number}.tbf")
            files.append(f"{self.folder / name}{number}.tbf={FACTS['cpu']}")
        tbf("tab", "-o", self.folder / f"{name}.tab", "--name", name, *files)

    def facts_path(self, name):
        return pathlib.Path(self.facts[name])

    def build(self, text):
        lines = [f"{name} {value}" for name, value in self.facts.items()]
        lines += [f"device {device}" for device in self.devices]
        lines += [f"linker {option}" for option in self.linker]
        (self.folder / "system.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        self.path = self.folder / "FILE.system"
        self.path.write_text(text, encoding="utf-8")
        (self.folder / "out").mkdir(exist_ok=True)
        return self.tool("build", "--board", self.folder / "system.txt", "--elf", self.folder,
                         "-o", self.folder / "out", self.path)

    def refuse(self, text):
        """The lines that a system is refused with."""
        result = self.build(text)
        assert result.returncode == 1, result.stderr
        assert not (self.folder / "out" / "apps.bin").exists()
        return result.stderr.replace(str(self.path), "FILE").splitlines()

    def succeed(self, text):
        result = self.build(text)
        assert result.returncode == 0, result.stderr
        return System(self.folder / "out")


class System:
    """What was made, taken apart."""

    def __init__(self, folder):
        self.apps = (folder / "apps.bin").read_bytes()
        self.table = (folder / "system.bin").read_bytes()
        self.report = (folder / "report.txt").read_text(encoding="utf-8")
        words = struct.unpack(f"<{len(self.table) // 4}I", self.table)
        total = 0
        for word in words:
            total ^= word
        assert total == 0
        assert words[:3] == (0x4D534842, 1, len(self.table))
        self.processes = [self.process(values) for values in
                          self.array(0, "<32s4B2IH2B3H3H")]
        self.capabilities = self.array(1, "<BBHBBHQ")
        self.maps = self.array(2, "<3I")
        self.services = [(name[:length].decode("utf-8"), process) for name, length, zero, process
                         in self.array(3, "<32sBBH") if zero == 0]
        self.sought = self.array(4, "<HBBQ")
        self.regions = self.array(5, "<4I")

    def array(self, number, form):
        offset, count = struct.unpack_from("<2I", self.table, 16 + 8 * number)
        size = struct.calcsize(form)
        return [struct.unpack_from(form, self.table, offset + size * i) for i in range(count)]

    @staticmethod
    def process(values):
        names = ("name", "name_bytes", "rank", "flags", "reply_slots", "budget", "period",
                 "parent", "child_id", "slots", "capabilities", "capability_count", "maps",
                 "map_count", "sought", "sought_count")
        made = dict(zip(names, values, strict=True))
        made["name"] = made["name"][:made["name_bytes"]].decode("utf-8")
        return made

    def images(self):
        """{name: (offset in flash, image)}"""
        found = {}
        offset = 0
        while offset < len(self.apps):
            _, header, total, flags = struct.unpack_from("<HHII", self.apps, offset)
            if header > 16:
                image = self.apps[offset:offset + total]
                at = 16
                while struct.unpack_from("<H", image, at)[0] != 3:
                    at += 4 + (struct.unpack_from("<H", image, at + 2)[0] + 3) // 4 * 4
                name = image[at + 4:at + 4 + struct.unpack_from("<H", image, at + 2)[0]]
                found[name.decode("utf-8")] = (offset, image)
            offset += total
        return found
