# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Compares what is measured on a board with its limits, and with the results in the repository."""

import os
import subprocess
import sys

from board import Board

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def check(board_build):
    """Fails unless the figures are within the limits, and within 2 % of the results."""
    tool = os.path.join(ROOT, "tools", "bench", "bench.py")
    result = subprocess.run(
        [sys.executable, tool, "--board", Board(board_build).name, "--build", board_build,
         "--check"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300, check=False)
    assert result.returncode == 0, result.stdout
