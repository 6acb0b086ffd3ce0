# SPDX-License-Identifier: Apache-2.0 OR MIT
# The kernel with IPC on the simulated machine, whose memory is hostile: the systems of ../ipc, and
# what puts a machine back and races it of ../hostile_memory.
set(UNIT_IPC YES)
set(UNIT_SOURCES
    tests/unit/hostile_memory/machine_keep.c
    tests/unit/hostile_memory/outcome.c
    tests/unit/hostile_memory/race.c
    tests/unit/hostile_memory/refusals.c
    tests/unit/ipc/invariants.c
    tests/unit/ipc/system.c
    tests/unit/kernel/images.c
    tests/unit/kernel/machine.c
    tests/unit/kernel/programs.c
    tests/unit/kernel/support.c)
set(UNIT_INCLUDES arch/host tests/programs tests/unit/hostile_memory tests/unit/ipc
    tests/unit/kernel kernel/ipc)
set(UNIT_LINK_SCRIPT tests/unit/hostile_memory/machine_state.ld)
