# SPDX-License-Identifier: Apache-2.0 OR MIT
# Sectors on flash that keeps the rules of flash, and that fails, lies and loses its power as a test
# says.
# The state of the capsule lies in one piece, so that a restart can clear it.
set(UNIT_LINK_SCRIPT ${bench_generated}/capsule_states.ld)
