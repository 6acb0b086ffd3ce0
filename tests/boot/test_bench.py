# SPDX-License-Identifier: Apache-2.0 OR MIT
"""What is measured stays within the limits."""

import figures

RUNS_ON = "boards"


def test_figures_hold(board_build):
    figures.check(board_build)
