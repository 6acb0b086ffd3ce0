# SPDX-License-Identifier: Apache-2.0 OR MIT
set(UNIT_IPC YES)
set(UNIT_SOURCES tests/unit/arch/random.c)
set(UNIT_INCLUDES tests/unit/arch kernel/ipc)
