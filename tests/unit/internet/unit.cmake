# SPDX-License-Identifier: Apache-2.0 OR MIT
# The capsules of a network one above the other, on a wire that does what a test says.
set(UNIT_SOURCES tests/unit/capsules/fake_gates.c tests/unit/sensors/bench.c)
set(UNIT_INCLUDES tests/unit/capsules tests/unit/sensors)
# The state of each capsule lies in one piece, so that a restart can clear it.
set(UNIT_LINK_SCRIPT tests/unit/internet/capsule_states.ld)
