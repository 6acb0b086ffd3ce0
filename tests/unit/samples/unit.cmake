# SPDX-License-Identifier: Apache-2.0 OR MIT
# A capsule that stands on a converter, with the gates and the bench of other capsules' tests.
set(UNIT_SOURCES tests/unit/capsules/fake_gates.c tests/unit/sensors/bench.c)
set(UNIT_INCLUDES tests/unit/capsules tests/unit/sensors)
set(UNIT_LINK_SCRIPT tests/unit/samples/capsule_states.ld)
