# SPDX-License-Identifier: Apache-2.0 OR MIT
# The kernel with its standard capsules on the simulated machine, whose memory is hostile.
set(UNIT_SOURCES
    tests/unit/kernel/images.c
    tests/unit/kernel/machine.c
    tests/unit/kernel/programs.c
    tests/unit/kernel/support.c)
set(UNIT_INCLUDES arch/host tests/programs tests/unit/kernel)
# What belongs to the machine lies together, so that it can be put back.
set(UNIT_LINK_SCRIPT tests/unit/hostile_memory/machine_state.ld)
