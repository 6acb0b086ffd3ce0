# SPDX-License-Identifier: Apache-2.0 OR MIT
# The arithmetic of budgets alone.
set(UNIT_SOURCES kernel/ipc/budget.c tests/unit/arch/random.c)
set(UNIT_INCLUDES tests/unit/arch kernel/ipc)
