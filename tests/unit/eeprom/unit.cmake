# SPDX-License-Identifier: Apache-2.0 OR MIT
# Storage on an EEPROM behind an I2C bus, which does what a test says, with tests of the drivers
# above from tests/unit/storage.
set(UNIT_SOURCES tests/unit/capsules/fake_gates.c tests/unit/sensors/bench.c)
set(UNIT_INCLUDES tests/unit/capsules tests/unit/sensors tests/unit/storage)
# The state of each capsule lies in one piece, so that a restart can clear it.
set(UNIT_LINK_SCRIPT tests/unit/eeprom/capsule_states.ld)
