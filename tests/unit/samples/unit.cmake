# SPDX-License-Identifier: Apache-2.0 OR MIT
# A capsule that stands on a converter, with the gates and the bench of other capsules' tests.
set(UNIT_BENCH YES)
