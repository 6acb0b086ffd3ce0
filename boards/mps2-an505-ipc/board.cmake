# SPDX-License-Identifier: Apache-2.0 OR MIT
# The plain board with IPC, and two serial ports for programs.

set(MPS2_LINE_COUNT 38)
set(MPS2_OPEN_PORTS 0xC0) # of UART 1 and 2
include(${CMAKE_SOURCE_DIR}/boards/mps2-an505/board.cmake)
set(BOARD_REGIONS_BASE 0x80000000) # the board's PSRAM
set(BOARD_REGIONS_BYTES 0x01000000)
set(BOARD_UNIT armv8m)
set(BOARD_UNIT_ENTRIES 6)
set(BOARD_PROGRAM_DEVICES
    "uart1 0x50201000 0x1000 plain 34 35"
    "uart2 0x50202000 0x1000 plain 36 37")
set(BOARD_SECOND_LINE -serial chardev:second) # uart1
include(${CMAKE_SOURCE_DIR}/boards/ipc/ipc.cmake)
