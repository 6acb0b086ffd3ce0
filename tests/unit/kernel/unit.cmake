# SPDX-License-Identifier: Apache-2.0 OR MIT
# The whole kernel on the simulated machine of arch/host, and on the model of a real unit.
set(UNIT_SOURCES
    arch/armv7m/mpu_v7.c
    tests/unit/arch/mpu_v7_model.c
    tests/unit/arch/random.c)
set(UNIT_INCLUDES arch/host arch/armv7m tests/unit/arch)
