# SPDX-License-Identifier: Apache-2.0 OR MIT
"""A board that has been built: its facts, its programs, and how the emulator is started.

Used by `bh run` and by the tests, so that both start a board in the same way.
"""

import json
import os
import subprocess
import sys

PANIC_STATUS = 70  # what a panicking kernel makes the emulator end with
SECTOR_BYTES = 512  # of a disk


class BoardError(Exception):
    """What is wrong, in one line, and the exit status that a tool should end with."""

    def __init__(self, text, status=1):
        super().__init__(text)
        self.status = status


class Board:
    """The board in one build folder. FOLDER@SUFFIX is that variant of its emulator."""

    def __init__(self, build):
        folder, _, variant = str(build).partition("@")
        self.build = os.path.abspath(folder)
        path = os.path.join(self.build, "board.json")
        try:
            with open(path, encoding="utf-8") as file:
                self.facts = json.load(file)
        except OSError as error:
            raise BoardError(f"{self.build} holds no built board: {error.strerror}") from error
        if variant and variant not in self.facts["variants"]:
            raise BoardError(f"{folder}: the board has no variant '{variant}'")
        self.name = self.facts["board"] + (f"-{variant}" if variant else "")
        self.variant_options = self.facts["variants"][variant] if variant else []
        self.kernel = os.path.join(self.build, "kernel.elf")

    @property
    def samples(self):
        """Paths of the sample programs that run where nothing else is asked for."""
        return [self.program(name) for name in self.facts["samples"]]

    @property
    def programs(self):
        """Names of all programs that are built for the board; some ask for more than it has."""
        return self.facts["programs"]

    @property
    def has_second_line(self):
        """Whether the machine has a serial port for programs."""
        return bool(self.facts["second_line"])

    @property
    def disk_sectors(self):
        """How many sectors the board wants of its disk; 0: it has none."""
        return int(self.facts["facts"].get("BOARD_DISK_SECTORS", "0"), 0)

    def drive_options(self, drive):
        """The emulator's options for a disk; `drive` says what it consists of."""
        if "BOARD_DISK_IS_CARD" in self.facts["facts"]:
            return ["-drive", f"{drive},if=sd"]
        if "BOARD_DISK_IS_FLASH" in self.facts["facts"]:
            # With content for its flash the machine `virt` does not load the kernel by itself.
            return ["-drive", f"{drive},if=pflash,unit=1", "-device", f"loader,file={self.kernel}"]
        return ["-drive", f"{drive},if=none,id=disk", "-device", "virtio-blk-device,drive=disk"]

    def disk_options(self, path):
        """The emulator's options for a disk whose content is a file, which is made, all zero and as
        large as the board wants it, if it is not there."""
        if self.disk_sectors == 0:
            raise BoardError(f"board '{self.name}' has no disk", 2)
        try:
            with open(path, "ab") as file:
                if file.tell() == 0:
                    file.truncate(self.disk_sectors * SECTOR_BYTES)
        except OSError as error:
            raise BoardError(f"{path}: {error.strerror}", 2) from None
        name = path.replace(",", ",,")
        return self.drive_options(f"file={name},format=raw")

    def program(self, image):
        """Path of a program: a path stays as it is, a name stands for apps/NAME.tab."""
        if os.sep in image or image.endswith((".tab", ".tbf", ".bin")):
            return image
        return os.path.join(self.build, "apps", image + ".tab")

    def pack(self, images, output, raw=False):
        """Packs images, in order, into one file that is loaded where the board's programs lie."""
        command = [
            os.path.join(self.facts["tools"], "tbf"), "pack", "-o", output,
            "--arch", self.facts["cpu"],
            "--flash", f"{self.facts['apps_base']}:{self.facts['apps_bytes']}",
            "--ram", f"{self.facts['pool_base']}:{self.facts['pool_bytes']}"]
        if raw:
            command.append("--raw")
        command += [self.program(image) for image in images]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.returncode != 0:
            reason = result.stderr.strip() or f"tbf pack ended with {result.returncode}"
            raise BoardError(reason, result.returncode)

    def system(self, path, folders, output):
        """Builds a system for the board. Returns where its parts go: [(address, path)]."""
        facts = os.path.join(self.build, "system.txt")
        command = [os.path.join(self.facts["tools"], "system"), "build", "--board", facts,
                   "-o", output]
        for folder in folders:
            command += ["--elf", folder]
        result = subprocess.run([*command, path], capture_output=True, text=True, check=False)
        if result.returncode != 0:
            reason = result.stderr.strip() or f"system build ended with {result.returncode}"
            raise BoardError(reason, result.returncode)
        sys.stderr.write(result.stderr)  # warnings
        return [(int(self.facts["facts"]["BOARD_SYSTEM_BASE"], 0),
                 os.path.join(output, "system.bin")),
                (int(self.facts["apps_base"], 0), os.path.join(output, "apps.bin"))]

    def emulator_command(self, pack=None, kernel=None, parts=(), second=None):
        """The command line of the emulator; serial line on standard input and output. `parts`: more
        that is loaded, as [(address, path)]. `second`: a socket that it inherits, the other end of
        the second serial line."""
        command = [
            *self.facts["emulator"], *self.variant_options, "-display", "none", "-monitor", "none",
            "-serial", "stdio", "-no-reboot", "-kernel", kernel or self.kernel]
        if second is not None:
            command += ["-chardev", f"socket,id=second,fd={second}", *self.facts["second_line"]]
        parts = list(parts)
        if pack is not None:
            parts.append((int(self.facts["apps_base"], 0), pack))
        for address, part in parts:
            for offset, path in self._pieces(part):
                command += [
                    "-device", f"loader,file={path},addr={address + offset:#x},force-raw=on"]
        return command

    def _pieces(self, path):
        """[(offset, path)] of a file in pieces that the emulator loads: none larger than the RAM
        of the machine."""
        limit = int(self.facts["loader_bytes_max"], 0)
        if not limit or os.path.getsize(path) <= limit:
            return [(0, path)]
        pieces = []
        with open(path, "rb") as file:
            while data := file.read(limit):
                piece = f"{path}.{len(pieces)}"
                with open(piece, "wb") as output:
                    output.write(data)
                pieces.append((len(pieces) * limit, piece))
        return pieces
