# SPDX-License-Identifier: Apache-2.0 OR MIT
# The driver of an I2C bus against a model of its two lines and of a device on them.
set(UNIT_SOURCES chips/mps2/i2c.c tests/unit/ledger/fake_ledger.c)
set(UNIT_INCLUDES tests/unit/chips/registers tests/unit/ledger)
