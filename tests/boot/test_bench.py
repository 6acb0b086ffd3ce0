# SPDX-License-Identifier: Apache-2.0 OR MIT
"""What is measured stays within the limits, and within 2 % of the results in the repository."""

import os
import subprocess
import sys

from emulator import board_name

RUNS_ON = "boards"
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def test_figures_hold(board_build):
    tool = os.path.join(ROOT, "tools", "bench", "bench.py")
    result = subprocess.run(
        [sys.executable, tool, "--board", board_name(board_build), "--build", board_build,
         "--check"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300, check=False)
    assert result.returncode == 0, result.stdout
