# SPDX-License-Identifier: Apache-2.0 OR MIT
# The whole kernel with IPC on the simulated machine of arch/host; the machine is that of ../kernel.
set(UNIT_IPC YES)
set(UNIT_SOURCES
    arch/armv7m/mpu_v7.c
    arch/armv8m/mpu_v8.c
    arch/riscv/pmp.c
    tests/unit/arch/mpu_v7_model.c
    tests/unit/arch/mpu_v8_model.c
    tests/unit/arch/pmp_model.c
    tests/unit/arch/random.c
    tests/unit/kernel/images.c
    tests/unit/kernel/machine.c
    tests/unit/kernel/programs.c
    tests/unit/kernel/real_units.c
    tests/unit/kernel/support.c)
set(UNIT_INCLUDES arch/host arch/armv7m arch/armv8m arch/riscv tests/programs tests/unit/arch
    tests/unit/kernel kernel/ipc)
