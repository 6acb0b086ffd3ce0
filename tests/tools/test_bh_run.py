# SPDX-License-Identifier: Apache-2.0 OR MIT
"""`bh run` from outside: exit status, expectations, input, the terminal."""

import os
import pty
import signal
import subprocess
import time

import pytest

GENEROUS_SECONDS = "60"  # the run ends as soon as everything expected came


def bh_run(root, *words, text=""):
    return subprocess.run([root / "bh", "run", *words], cwd=root, capture_output=True, text=True,
                          input=text, timeout=240, check=False)


def test_expectations_met_end_with_0(root):
    start = time.monotonic()
    result = bh_run(root, "--timeout", GENEROUS_SECONDS, "--expect", "^Hello from",
                    "--expect", "^Bulkhead kernel")
    assert result.returncode == 0, result.stderr
    assert "Hello from" in result.stdout
    assert time.monotonic() - start < float(GENEROUS_SECONDS)


def test_expectation_missed_ends_with_1(root):
    result = bh_run(root, "--timeout", "2", "--expect", "^Bulkhead kernel", "--expect", "pigs fly")
    assert result.returncode == 1
    assert "no output matched 'pigs fly'" in result.stderr


def test_no_expectation_ends_with_0_when_time_is_up(root):
    result = bh_run(root, "--timeout", "2")
    assert result.returncode == 0, result.stderr


def test_panic_ends_with_1_although_expectations_are_missing(root):
    result = bh_run(root, "--timeout", GENEROUS_SECONDS, "--expect", "pigs fly", text="panic\r")
    assert result.returncode == 1
    assert "the kernel panicked" in result.stderr


def test_panic_without_expectation_ends_with_1(root):
    result = bh_run(root, "--timeout", GENEROUS_SECONDS, text="panic\r")
    assert result.returncode == 1
    assert "the kernel panicked" in result.stderr


def test_kernel_that_runs_has_its_stack_computed(root):
    bh_run(root, "--timeout", "1")
    inputs = {target: subprocess.run(["ninja", "-C", root / "build" / "mps2-an386", "-t", "inputs",
                                      target], capture_output=True, text=True, check=True).stdout
              for target in ("kernel", "bootable")}
    computes = str(root / "tools" / "stack_depth" / "stack_depth.py")
    assert computes in inputs["bootable"].split()
    assert computes not in inputs["kernel"].split()


def test_exactly_the_named_programs_run(root):
    # The build of `bh run` makes the samples, so this one exists.
    bh_run(root, "--timeout", "1")
    result = bh_run(root, "--app", "build/mps2-an386/apps/hello.tab",
                    "--app", "build/mps2-an386/apps/blink.tab",
                    "--timeout", GENEROUS_SECONDS, "--expect", "^No more images")
    assert result.returncode == 0, result.stderr
    loaded = [line.split()[1] for line in result.stdout.splitlines() if line.startswith("Loaded ")]
    assert loaded == ["hello", "blink"]


def test_input_reaches_the_focused_program(root):
    result = bh_run(root, "--focus", "echo", "--timeout", GENEROUS_SECONDS,
                    "--expect", r"^echo: quite so \(8 characters\)", text="quite so\r")
    assert result.returncode == 0, result.stdout + result.stderr


def test_file_that_is_no_tab_is_refused(root, tmp_path):
    fake = tmp_path / "fake.tab"
    fake.write_bytes(b"not an archive")
    result = bh_run(root, "--app", str(fake), "--timeout", "1")
    assert result.returncode in (1, 2)
    assert len(result.stderr.splitlines()) == 1
    assert "fake.tab" in result.stderr


@pytest.mark.parametrize("command, expected", [(b"help\r", b"Valid commands")])
def test_terminal_is_interactive_until_interrupted(root, command, expected):
    process, terminal = pty.fork()
    if process == 0:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # ignored where the tests run unattended
        os.chdir(root)
        os.execv(root / "bh", ["bh", "run"])
    try:
        seen = wait_for(terminal, b"No more images")
        os.write(terminal, command)
        wait_for(terminal, expected)
        os.write(terminal, b"\x03")
        wait_for_end(terminal)
        _, status = os.waitpid(process, 0)
        process = 0
        assert os.waitstatus_to_exitcode(status) == 0, seen
    finally:
        if process:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
        os.close(terminal)


def wait_for(terminal, text):
    seen = b""
    end = time.monotonic() + 120
    while text not in seen:
        assert time.monotonic() < end, seen
        seen += os.read(terminal, 4096)
    return seen


def wait_for_end(terminal):
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            if not os.read(terminal, 4096):
                return
        except OSError:  # what Linux says when the other side is closed
            return
    raise AssertionError("still running after Ctrl-C")
