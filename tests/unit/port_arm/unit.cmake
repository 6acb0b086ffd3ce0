# SPDX-License-Identifier: Apache-2.0 OR MIT
# What the Cortex-M ports compute without touching a register, with the types of Armv7-M.
set(UNIT_SOURCES arch/arm/context.c arch/arm/fault_report.c arch/arm_ipc/fault_words.c
    arch/armv8m/security_status.c)
set(UNIT_INCLUDES arch/arm/include arch/armv7m/include arch/arm arch/armv8m)
