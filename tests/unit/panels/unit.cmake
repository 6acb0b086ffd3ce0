# SPDX-License-Identifier: Apache-2.0 OR MIT
# Capsules of network and screen on devices that do what a test says, on the bench of other
# capsules.
set(UNIT_BENCH YES)
