# SPDX-License-Identifier: Apache-2.0 OR MIT
# Capsules of devices on a bus, with the gates of the other capsules' tests and wiring of each
# test's own.
set(UNIT_SOURCES tests/unit/capsules/fake_gates.c)
set(UNIT_INCLUDES tests/unit/capsules)
# The state of each capsule lies in one piece, so that a restart can clear it.
set(UNIT_LINK_SCRIPT tests/unit/sensors/capsule_states.ld)
