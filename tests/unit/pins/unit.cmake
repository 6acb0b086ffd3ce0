# SPDX-License-Identifier: Apache-2.0 OR MIT
# Capsules that stand on a bank of pins, with the gates and the bench of other capsules' tests.
set(UNIT_BENCH YES)
