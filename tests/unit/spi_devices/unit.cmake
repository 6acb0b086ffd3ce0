# SPDX-License-Identifier: Apache-2.0 OR MIT
# Capsules of devices on a serial peripheral bus, on the bench of other capsules.
set(UNIT_BENCH YES)
