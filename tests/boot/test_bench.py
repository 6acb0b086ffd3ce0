# SPDX-License-Identifier: Apache-2.0 OR MIT
"""What is measured stays within the limits."""

import figures
import pytest

pytestmark = pytest.mark.as_shipped


def test_figures_hold(board_build):
    figures.check(board_build)
