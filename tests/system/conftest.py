# SPDX-License-Identifier: Apache-2.0 OR MIT
"""The tool `system` under test: that of the first unit-test build, with sanitizers."""

import os
import subprocess

import pytest

from island import Island

SANITIZER_EXIT = 99


@pytest.fixture
def tbf_tool():
    """Runs the tool that makes images."""
    def run(*arguments):
        subprocess.run([os.environ["TBF_TOOL"], *map(str, arguments)], check=True)
    return run


@pytest.fixture
def system_tool():
    """Runs the tool with arguments."""
    path = os.path.join(os.environ["BULKHEAD_UNIT_BUILDS"].split(":")[0], "bin", "system")
    environment = dict(
        os.environ, ASAN_OPTIONS=f"exitcode={SANITIZER_EXIT}:detect_leaks=1",
        UBSAN_OPTIONS=f"exitcode={SANITIZER_EXIT}:halt_on_error=1:print_stacktrace=1")

    def run(*arguments):
        result = subprocess.run([path, *map(str, arguments)], env=environment, text=True,
                                capture_output=True, timeout=120, check=False)
        assert result.returncode in (0, 1, 2), (result.returncode, result.stderr)
        return result
    return run


@pytest.fixture(name="island")
def island_fixture(tmp_path, system_tool):
    made = Island(tmp_path, system_tool)
    made.program()
    return made
