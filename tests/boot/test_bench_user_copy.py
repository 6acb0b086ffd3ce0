# SPDX-License-Identifier: Apache-2.0 OR MIT
"""What access to process memory costs stays within the limits."""

import figures
import pytest

RUNS_ON = "capsule_test"
RUNS_ON_VARIANTS = False
pytestmark = pytest.mark.as_shipped


def test_figures_hold(board_build):
    figures.check(board_build)
