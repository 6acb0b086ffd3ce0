# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Builds presets with progress on standard error, and reads what a verb's command line shares."""

import argparse
import contextlib
import fcntl
import functools
import json
import os
import re
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DEFAULT_BOARD = "mps2-an386"
INJECTION = "-injection-capsule-test"  # one whose capsules fail everywhere
CAPSULE_TEST = "-capsule-test"  # ends the name of a test board, which is like the one before it
WAITING_SECONDS = 5  # before it is said that another build is waited for
PROGRESS_SECONDS = 5  # between two lines of progress where there is no terminal


class Parser(argparse.ArgumentParser):
    """A command line whose mistakes end in one line and status 2."""

    def __init__(self, verb):
        super().__init__(prog=f"bh {verb}", add_help=False, allow_abbrev=False)

    def error(self, message):
        sys.stderr.write(f"{self.prog}: {message}\n")
        sys.exit(2)

    def add_board(self, default=DEFAULT_BOARD):
        self.add_argument("--board", default=default, type=self.board)

    @staticmethod
    def board(name):
        if name not in board_names():
            raise argparse.ArgumentTypeError(
                f"unknown board '{name}' (boards: {', '.join(board_names())})")
        return name


@functools.cache
def presets():
    """{preset: folder of boards/} of all presets that build a board, the default board first."""
    with open(os.path.join(ROOT, "CMakePresets.json"), encoding="utf-8") as file:
        found = json.load(file)["configurePresets"]
    boards = {preset["name"]: preset["cacheVariables"]["BULKHEAD_BOARD"]
              for preset in found if not preset.get("hidden")}
    return {preset: board for preset, board in boards.items()
            if os.path.isfile(os.path.join(ROOT, "boards", board, "board.cmake"))}


def setting(path, name):
    """What a file of settings, with what it includes, sets a variable to at last, or ""."""
    found = re.findall(rf"^set\({name} ([^)]*)\)", cmake_text(path), re.MULTILINE)
    return found[-1].strip() if found else ""


def board_setting(board, name):
    """What a board.cmake sets a variable to, or ""."""
    return setting(os.path.join("boards", board, "board.cmake"), name)


@functools.cache
def cmake_text(path):
    """A file of settings with what it includes from boards/ in place."""
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        text = file.read()
    return re.sub(r"^include\(\$\{CMAKE_SOURCE_DIR\}/(boards/[^)]+)\)",
                  lambda match: cmake_text(match[1]), text, flags=re.MULTILINE)


def variants(preset):
    """Suffixes under which the build is started with more options of the emulator."""
    return board_setting(presets()[preset], "BOARD_VARIANTS").split()


def board_names():
    """What --board may be: presets, and variants as PRESET-SUFFIX."""
    names = []
    for preset in presets():
        names += [preset] + [f"{preset}-{suffix}" for suffix in variants(preset)]
    return names


def split_name(name):
    """(preset, suffix of the variant or "") of a name that --board may have."""
    if name in presets():
        return name, ""
    return next((preset, suffix) for preset in presets() for suffix in variants(preset)
                if name == f"{preset}-{suffix}")


def board_place(name):
    """Where the board of that name is, as the class Board wants it: FOLDER or FOLDER@SUFFIX."""
    preset, suffix = split_name(name)
    return build_folder(preset) + (f"@{suffix}" if suffix else "")


def plain_boards():
    """Boards that ship: presets that are named like their board, and no test boards."""
    return [preset for preset, board in presets().items()
            if preset == board and not board.endswith(CAPSULE_TEST)]


def driver_boards():
    """Those of them that are there for a few drivers: only tests of these run on them."""
    return [board for board in plain_boards()
            if board_setting(board, "BOARD_FOR_DRIVERS_ONLY") == "YES"]


def shipped_boards():
    """The other boards that ship, each followed by its variants."""
    return [board for preset in plain_boards() if preset not in driver_boards()
            for board in [preset, *(f"{preset}-{suffix}" for suffix in variants(preset))]]


def second_compiler_boards():
    """Clang's builds of the first board of each instruction set, without IPC and with it."""
    found = {}
    for board in plain_boards():
        if f"{board}-clang" in presets():
            kind = board_setting(board, "BOARD_ISA"), board_setting(board, "BOARD_IPC")
            found.setdefault(kind, f"{board}-clang")
    return list(found.values())


def build_folder(preset):
    return os.path.join(ROOT, "build", preset)


def configure(preset):
    """Configures a preset that has not been. Returns whether that went well."""
    folder = build_folder(preset)
    if not os.path.exists(os.path.join(folder, "build.ninja")):
        result = subprocess.run(["cmake", "--preset", preset], cwd=ROOT, check=False,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if result.returncode != 0:
            sys.stderr.write(result.stdout + f"bh: cannot configure {preset}\n")
            return False
    commands = os.path.join(folder, "compile_commands.json")
    link = os.path.join(ROOT, "build", "compile_commands.json")
    if os.path.exists(commands) and not os.path.lexists(link):
        os.symlink(os.path.relpath(commands, os.path.dirname(link)), link)
    return True


@contextlib.contextmanager
def build_lock():
    """One build at a time: presets share the host tools."""
    os.makedirs(os.path.join(ROOT, "build"), exist_ok=True)
    with open(os.path.join(ROOT, "build", "lock"), "w", encoding="utf-8") as file:
        end = time.monotonic() + WAITING_SECONDS
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= end:
                    sys.stderr.write("bh: waiting for another build to end\n")
                    fcntl.flock(file, fcntl.LOCK_EX)
                    break
                time.sleep(0.05)
        yield


def build(preset, *targets):
    """Builds targets of a preset (all, if none is named). Returns whether that went well."""
    with build_lock():
        return configure(preset) and build_locked(preset, targets)


def build_locked(preset, targets):
    on_terminal = sys.stderr.isatty()
    environment = dict(os.environ, NINJA_STATUS="[%f/%t] ", TERM="dumb")
    process = subprocess.Popen(
        ["ninja", "-C", build_folder(preset), *targets], env=environment, text=True,
        errors="replace", stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    shown = time.monotonic() if not on_terminal else 0.0
    remainder = []  # what is not progress: the output of commands that failed
    is_command = False
    for line in process.stdout:
        match = re.match(r"\[(\d+)/(\d+)\] (.*)", line)
        if match is None:
            if not is_command and not line.startswith(("-- ", "ninja: ")):
                remainder.append(line)
            is_command = line.startswith("FAILED: ")
        elif time.monotonic() - shown >= (0.1 if on_terminal else PROGRESS_SECONDS):
            shown = time.monotonic()
            text = f"bh: building {preset}: {match[1]} of {match[2]}"
            sys.stderr.write(f"\r{text}\x1b[K" if on_terminal else f"{text}\n")
            sys.stderr.flush()
    if on_terminal:
        sys.stderr.write("\r\x1b[K")
    if process.wait() != 0:
        sys.stderr.writelines(remainder)
        sys.stderr.write(f"bh: building {preset} failed\n")
        return False
    return True
