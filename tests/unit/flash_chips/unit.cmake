# SPDX-License-Identifier: Apache-2.0 OR MIT
# The driver of parallel flash against a model of chips.
set(UNIT_SOURCES chips/cfi/cfi.c chips/cfi/query.c tests/unit/ledger/fake_ledger.c)
set(UNIT_INCLUDES tests/unit/chips/registers tests/unit/ledger)
