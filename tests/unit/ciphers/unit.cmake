# SPDX-License-Identifier: Apache-2.0 OR MIT
# Capsules for digests and ciphers, on the bench of other capsules.
set(UNIT_BENCH YES)
