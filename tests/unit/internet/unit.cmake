# SPDX-License-Identifier: Apache-2.0 OR MIT
# The capsules of a network one above the other, on a wire that does what a test says.
set(UNIT_BENCH YES)
