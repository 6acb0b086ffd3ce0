# SPDX-License-Identifier: Apache-2.0 OR MIT
"""What the tests of the tbf tool share.

The environment variable TBF_TOOL names the binary; the build passes one with sanitizers, whose
own exit code (1 by default) would look like a refused file, so it is set to another one here.
Executables are built by arm-none-eabi-gcc as the tests need them.
"""
import os
import re
import subprocess
import sys

import pytest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from tbf_bytes import LINKER_SCRIPT, PROGRAM  # noqa: E402  (found by the line above)

SANITIZER_EXIT = 99


class Tool:
    """Runs the tool and holds it to its promises about exit codes and error lines."""

    def __init__(self, path):
        self.path = path
        self.environment = dict(
            os.environ,
            ASAN_OPTIONS=f"exitcode={SANITIZER_EXIT}:detect_leaks=1",
            UBSAN_OPTIONS=f"exitcode={SANITIZER_EXIT}:halt_on_error=1:print_stacktrace=1",
        )

    def run(self, *arguments):
        result = subprocess.run(
            [self.path, *map(str, arguments)],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            timeout=120,
            check=False,
        )
        result.stdout = result.stdout.decode("utf-8", "surrogateescape")
        result.stderr = result.stderr.decode("utf-8", "surrogateescape")
        assert result.returncode in (0, 1, 2), (result.returncode, result.stderr)
        for line in result.stderr.splitlines():
            assert line.startswith("tbf: "), result.stderr
        assert (result.returncode == 0) == (result.stderr == ""), result.stderr
        return result

    def succeed(self, *arguments):
        result = self.run(*arguments)
        assert result.returncode == 0, result.stderr
        return result.stdout

    def refuse(self, exit_code, reason, *arguments):
        """Expects the exit code and exactly one line that matches the reason."""
        result = self.run(*arguments)
        assert result.returncode == exit_code, (result.returncode, result.stderr)
        lines = result.stderr.splitlines()
        assert len(lines) == 1, result.stderr
        assert re.search(reason, lines[0]), lines[0]
        return lines[0]


@pytest.fixture(scope="session")
def tool():
    path = os.environ.get("TBF_TOOL")
    assert path and os.access(path, os.X_OK), "TBF_TOOL must name the tbf binary"
    return Tool(path)


@pytest.fixture(scope="session")
def build_elf(tmp_path_factory):
    """Gives a function that builds an Arm executable and returns its path."""

    def build(flash=0x40080, ram=0x20010000, stack=512, source=PROGRAM, script=LINKER_SCRIPT,
              flags=()):
        folder = tmp_path_factory.mktemp("elf")
        (folder / "program.c").write_text(source)
        (folder / "program.ld").write_text(script.format(flash=flash, ram=ram, stack=stack))
        output = folder / "program.elf"
        subprocess.run(
            ["arm-none-eabi-gcc", "-mcpu=cortex-m4", "-mthumb", "-Os", "-ffreestanding",
             "-nostdlib", "-nostartfiles", "-n", "-s", "-Wl,--no-warn-rwx-segments",
             "-Wl,--build-id=none", *flags, "-T", folder / "program.ld", folder / "program.c",
             "-o", output],
            check=True,
        )
        return output

    return build


@pytest.fixture(scope="session")
def elf(build_elf):
    return build_elf()


@pytest.fixture(scope="session")
def tbf(tool, elf, tmp_path_factory):
    """A valid fixed-address image for flash 0x40000 and RAM 0x20010000."""
    output = tmp_path_factory.mktemp("tbf") / "program.tbf"
    tool.succeed("create", elf, "--name", "sample", "-o", output)
    return output
