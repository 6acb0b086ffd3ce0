# SPDX-License-Identifier: Apache-2.0 OR MIT
# RISC-V with 32 bits: machine mode for the kernel, user mode for programs, physical memory
# protection.

set(ARCH_FOLDERS riscv riscv32 riscv_plain)
set(ARCH_TOOLCHAIN riscv)
if(BOARD_IPC)
    list(REMOVE_ITEM ARCH_FOLDERS riscv_plain)
    list(APPEND ARCH_FOLDERS riscv_ipc)
endif()
