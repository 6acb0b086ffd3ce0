# SPDX-License-Identifier: Apache-2.0 OR MIT
"""The sample system on every board with IPC, and what `bh run --system` says of wrong requests."""

import os
import subprocess
import sys

import pytest

import build

IPC = "-ipc"
BOARDS = [preset for preset in build.plain_boards() if preset.endswith(IPC)]
SAMPLE = "user/samples/system/system.system"
SERIAL = "user/samples/system/serial-{}.system"
SERIAL_BOARDS = [board for board in BOARDS if os.path.exists(
    os.path.join(build.ROOT, SERIAL.format(board.removesuffix(IPC))))]
EXPECTED = [
    r"^first: known as 31, the board says \d+$", r"^second: known as 61, the board says 12$",
    r"^supervisor: child 5 is restarted$", r"^supervisor: child 5 is stopped$"]


def bh_run(*arguments, typed=""):
    return subprocess.run(
        [sys.executable, os.path.join(build.ROOT, "tools", "run", "run.py"), *arguments],
        cwd=build.ROOT, capture_output=True, text=True, timeout=120, check=False, input=typed)


def sample_run(board, sample, expected, *options, typed=""):
    """What `bh run` prints when a sample says all that is expected."""
    programs = os.path.join(build.build_folder(board), "systems", "system")
    if not os.path.isdir(programs):
        assert build.build(board, "system_parts")
    expectations = [part for pattern in expected for part in ("--expect", pattern)]
    result = bh_run("--board", board.removesuffix(IPC), "--system", sample, "--elf", programs,
                    "--timeout", "60", *expectations, *options, typed=typed)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.mark.parametrize("board", BOARDS)
def test_sample(board):
    sample_run(board, SAMPLE, EXPECTED)


@pytest.mark.parametrize("board", SERIAL_BOARDS)
def test_keyboard_at_the_second_line(board):
    # What comes before the driver may be lost in part.
    output = sample_run(
        board, SERIAL.format(board.removesuffix(IPC)),
        [r"^first: 'hello', 5 characters, \d+ in all$", r"^supervisor: child 5 is stopped$"],
        "--serial", typed="\r\rhello\r")
    lines = output.splitlines()
    assert "first: ready" in lines and "console| supervisor: child 5 is stopped" in lines


@pytest.mark.parametrize("board", SERIAL_BOARDS)
def test_keyboard_at_the_console(board):
    lines = sample_run(
        board, SERIAL.format(board.removesuffix(IPC)), [r"^second: ready$", r" uart +\d+ "],
        typed="\rlist\r").splitlines()
    assert "serial| first: ready" in lines and "first: ready" not in lines


def test_there_are_boards():
    assert len(BOARDS) >= 2 and len(SERIAL_BOARDS) >= 2


@pytest.mark.parametrize("arguments, said", [
    (["--system", SAMPLE], "--system needs --elf, the folder of its programs"),
    (["--elf", "."], "--elf needs --system"),
    (["--report"], "--report needs --system"),
    (["--serial"], "--serial needs --system"),
    (["--system", "none.system", "--elf", "."], "no such file: none.system"),
    (["--system", "bh", "--elf", "."], "'bh' is no .system file"),
    (["--system", SAMPLE, "--elf", "none"], "no such folder: none"),
    (["--system", SAMPLE, "--elf", ".", "--board", "hifive1"], "has no build with IPC"),
])
def test_wrong_request(arguments, said):
    result = bh_run(*arguments)
    assert result.returncode == 2
    assert len(result.stderr.splitlines()) == 1 and said in result.stderr
