# SPDX-License-Identifier: Apache-2.0 OR MIT
# Capsules for digests and ciphers, on the bench of other capsules.
set(UNIT_SOURCES tests/unit/capsules/fake_gates.c tests/unit/sensors/bench.c)
set(UNIT_INCLUDES tests/unit/capsules tests/unit/sensors)
# The state of each capsule lies in one piece, so that a restart can clear it.
set(UNIT_LINK_SCRIPT tests/unit/ciphers/capsule_states.ld)
