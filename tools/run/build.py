# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Builds presets with progress on standard error, and reads what a verb's command line shares."""

import argparse
import contextlib
import fcntl
import json
import os
import re
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRESS_SECONDS = 5  # between two lines of progress where there is no terminal


class Parser(argparse.ArgumentParser):
    """A command line whose mistakes end in one line and status 2."""

    def __init__(self, verb):
        super().__init__(prog=f"bh {verb}", add_help=False, allow_abbrev=False)

    def error(self, message):
        sys.stderr.write(f"{self.prog}: {message}\n")
        sys.exit(2)

    def add_board(self):
        self.add_argument("--board", default="mps2-an386", type=self.board)

    @staticmethod
    def board(name):
        if name not in board_presets():
            raise argparse.ArgumentTypeError(
                f"unknown board '{name}' (boards: {', '.join(board_presets())})")
        return name


def board_presets():
    """Names of the presets that build a board."""
    with open(os.path.join(ROOT, "CMakePresets.json"), encoding="utf-8") as file:
        presets = json.load(file)["configurePresets"]
    return [preset["name"] for preset in presets
            if not preset.get("hidden") and os.path.isfile(os.path.join(
                ROOT, "boards", preset["cacheVariables"]["BULKHEAD_BOARD"], "board.cmake"))]


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
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.stderr.write("bh: waiting for another build to end\n")
            fcntl.flock(file, fcntl.LOCK_EX)
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
