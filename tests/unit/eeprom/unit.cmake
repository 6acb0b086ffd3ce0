# SPDX-License-Identifier: Apache-2.0 OR MIT
# Storage on an EEPROM behind an I2C bus, which does what a test says, with tests of the drivers
# above from tests/unit/storage.
set(UNIT_BENCH YES)
set(UNIT_SOURCES tests/unit/storage/key_value_client.c)
set(UNIT_INCLUDES tests/unit/storage)
