# SPDX-License-Identifier: Apache-2.0 OR MIT
# What the RISC-V toolchain wants, with either compiler. See target.cmake for the names.
#
# Programs and libraries are chosen by the plain name of the processor: with the extensions named
# that GCC 12 wants for control registers, it would pick libraries for 64 bits. The linker
# shortens calls, which is a tenth of the kernel, and makes accesses to its data relative to gp,
# which the kernel sets at each entry. Programs are linked without gp.

set(BULKHEAD_MACHINE_FLAGS -march=${BOARD_CPU} -mabi=ilp32 -mcmodel=medany)
set(BULKHEAD_KERNEL_MACHINE_FLAGS -march=${BOARD_CPU}_zicsr_zifencei -msmall-data-limit=0)
set(BULKHEAD_LD_FLAGS -m elf32lriscv)
set(BULKHEAD_PICOLIBC /usr/lib/picolibc/riscv64-unknown-elf)
# For the capsule checker, whatever compiles.
set(BULKHEAD_CLANG_TARGET riscv32-unknown-elf)
set(BULKHEAD_ELF_MACHINE riscv)
set(BULKHEAD_KERNEL_GCC_FLAGS)
# Clang describes ranges in DWARF 5 with relocations that binutils 2.40 does not know.
if(CMAKE_C_COMPILER_ID STREQUAL "Clang")
    add_compile_options(-gdwarf-4)
endif()
