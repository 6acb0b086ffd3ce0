# SPDX-License-Identifier: Apache-2.0 OR MIT
# The whole kernel on the simulated machine of arch/host, and on the models of real units.
set(UNIT_SOURCES
    arch/armv7m/mpu_v7.c
    arch/armv8m/mpu_v8.c
    arch/riscv/pmp.c
    tests/unit/arch/mpu_v7_model.c
    tests/unit/arch/mpu_v8_model.c
    tests/unit/arch/pmp_model.c
    tests/unit/arch/random.c)
set(UNIT_INCLUDES arch/host arch/armv7m arch/armv8m arch/riscv tests/programs tests/unit/arch)
