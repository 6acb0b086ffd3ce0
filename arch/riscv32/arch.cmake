# SPDX-License-Identifier: Apache-2.0 OR MIT
# RISC-V with 32 bits: machine mode for the kernel, user mode for programs, physical memory
# protection.

set(ARCH_FOLDERS riscv riscv32)
set(ARCH_TOOLCHAIN riscv)
if(BOARD_IPC)
    list(APPEND ARCH_FOLDERS riscv_ipc)
endif()
