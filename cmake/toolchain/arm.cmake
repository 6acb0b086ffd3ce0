# SPDX-License-Identifier: Apache-2.0 OR MIT
# What the Arm toolchain wants, with either compiler. See target.cmake for the names.

set(BULKHEAD_MACHINE_FLAGS -mcpu=${BOARD_CPU} -mthumb -mfloat-abi=soft)
set(BULKHEAD_KERNEL_MACHINE_FLAGS)
# Debian's picolibc is built with short enums; nothing of ours shares an enum with it.
set(BULKHEAD_LD_FLAGS --no-enum-size-warning)
set(BULKHEAD_PICOLIBC /usr/lib/picolibc/arm-none-eabi)
# For the capsule checker, whatever compiles.
set(BULKHEAD_CLANG_TARGET thumbv7em-none-eabi)
set(BULKHEAD_ELF_MACHINE arm)
# GCC: unscheduled code is smaller, since more of it fits short instructions.
set(BULKHEAD_KERNEL_GCC_FLAGS -fno-schedule-insns2)
# What these leave out saves instructions here and there for code that is larger.
set(BULKHEAD_WHOLE_GCC_FLAGS -fno-ssa-phiopt -fno-expensive-optimizations -fno-caller-saves
    --param=max-completely-peeled-insns=1)
set(BULKHEAD_CAPSULE_GCC_FLAGS -fno-thread-jumps -fno-tree-vrp -fno-inline-functions-called-once
    -fno-guess-branch-probability)
