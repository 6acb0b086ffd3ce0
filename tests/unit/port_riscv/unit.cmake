# SPDX-License-Identifier: Apache-2.0 OR MIT
# What the RISC-V port computes without touching a register, on a host with wider registers.
set(UNIT_SOURCES arch/riscv/context.c arch/riscv/fault_report.c arch/riscv_ipc/fault_words.c)
set(UNIT_INCLUDES arch/riscv/include arch/riscv_ipc/include arch/riscv)
