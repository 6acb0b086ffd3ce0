# SPDX-License-Identifier: Apache-2.0 OR MIT
# What boards with a 32-bit RISC-V processor share. Include it first; a board may then say
# otherwise.

set(BOARD_ISA riscv32)
set(BOARD_CPU rv32imac)
set(BOARD_LINKER_SCRIPT ${CMAKE_SOURCE_DIR}/boards/riscv/kernel.ld)

# All devices that the kernel uses lie in these addresses.
if(NOT DEFINED RISCV_DEVICES_BYTES)
    set(RISCV_DEVICES_BYTES 0x20000000)
endif()
set(RISCV_DEVICES
    BOARD_DEVICES_BASE=0x00000000 BOARD_DEVICES_BYTES=${RISCV_DEVICES_BYTES}
    BOARD_CLINT_BASE=0x02000000 BOARD_PLIC_BASE=0x0C000000)
