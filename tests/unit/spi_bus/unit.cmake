# SPDX-License-Identifier: Apache-2.0 OR MIT
# The driver of a serial peripheral bus against a model of its registers and of a device.
set(UNIT_SOURCES chips/pl022/pl022.c tests/unit/ledger/fake_ledger.c)
set(UNIT_INCLUDES tests/unit/chips/registers tests/unit/ledger)
