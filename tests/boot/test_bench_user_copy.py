# SPDX-License-Identifier: Apache-2.0 OR MIT
"""What access to process memory costs stays within the limits, as test_bench.py has it."""

# pylint: disable=unused-import
from test_bench import test_figures_hold  # noqa: F401

RUNS_ON = "capsule_test"
RUNS_ON_VARIANTS = False
