# SPDX-License-Identifier: Apache-2.0 OR MIT
# The capsules of storage on a disk that does what a test says, on the bench of other capsules.
set(UNIT_BENCH YES)
