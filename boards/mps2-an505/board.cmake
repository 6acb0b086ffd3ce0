# SPDX-License-Identifier: Apache-2.0 OR MIT
# Arm MPS2 with the AN505 image: Cortex-M33, Secure throughout. cmake/board.cmake says what the
# facts mean.
#
# The addresses are Secure aliases. The protection controllers in front of the devices refuse
# unprivileged accesses after reset; a board whose programs own devices opens them.
# Source: Arm MPS2 application note AN505 (DAI 0505), "Memory map overview", "Interrupt map".

include(${CMAKE_SOURCE_DIR}/boards/mps2/mps2.cmake)
if(NOT DEFINED MPS2_LINE_COUNT)
    set(MPS2_LINE_COUNT 34)
    set(MPS2_OPEN_PORTS 0)
endif()
set(BOARD_ISA armv8m)
set(BOARD_CPU cortex-m33)
set(BOARD_EMULATOR qemu-system-arm -M mps2-an505 -semihosting-config enable=on,target=native
    ${BOARD_NETWORK})

set(BOARD_TIME_HZ 20000000)
set(BOARD_FACTS BOARD_SECURE=1 BOARD_BOTTOM_HALF_COUNT=4
    BOARD_LINE_COUNT=${MPS2_LINE_COUNT} BOARD_OPEN_PORTS=${MPS2_OPEN_PORTS}
    BOARD_UART_BASE=0x50200000 BOARD_UART_RECEIVE_LINE=32 BOARD_UART_TRANSMIT_LINE=33
    BOARD_CLOCK_TIMER_BASE=0x50000000 BOARD_CLOCK_TIMER_LINE=3
    BOARD_ALARM_TIMER_BASE=0x50001000 BOARD_ALARM_TIMER_LINE=4
    BOARD_DUAL_TIMER_BASE=0x50002000 BOARD_DUAL_TIMER_LINE=5
    BOARD_FPGA_IO_BASE=0x50302000)

set(BOARD_FLASH_BASE 0x10000000)
set(BOARD_FLASH_BYTES 0x00040000)
set(BOARD_RAM_BASE 0x38000000)
set(BOARD_RAM_BYTES 0x00010000)
set(BOARD_APPS_BASE 0x10040000)
set(BOARD_APPS_BYTES 0x003C0000)
set(BOARD_POOL_BASE 0x38010000)
set(BOARD_POOL_BYTES 0x00030000)
bulkhead_slots(COUNT 6 FLASH_BYTES 0x10000 RAM_BYTES 0x4000)
