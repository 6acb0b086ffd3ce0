# SPDX-License-Identifier: Apache-2.0 OR MIT
# Capsules of devices on a bus, with the gates of the other capsules' tests and wiring of each
# test's own.
set(UNIT_BENCH YES)
