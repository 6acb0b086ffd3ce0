# SPDX-License-Identifier: Apache-2.0 OR MIT
# The pure encoders of the ports, tested on the host against models of the hardware.
set(UNIT_SOURCES arch/armv7m/mpu_v7.c arch/armv8m/mpu_v8.c arch/armv8m/mpu_v8_rest.c
    arch/riscv/pmp.c)
set(UNIT_INCLUDES arch/armv7m arch/armv8m arch/riscv)
