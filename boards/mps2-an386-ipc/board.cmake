# SPDX-License-Identifier: Apache-2.0 OR MIT
# The plain board with IPC.

include(${CMAKE_SOURCE_DIR}/boards/mps2-an386/board.cmake)
set(BOARD_REGIONS_BASE 0x21000000) # the board's PSRAM
set(BOARD_REGIONS_BYTES 0x01000000)
set(BOARD_UNIT armv7m)
set(BOARD_UNIT_ENTRIES 6)
set(BOARD_PROGRAM_DEVICES
    "uart1 0x40005000 0x1000 plain 2 3"
    "uart2 0x40006000 0x1000 plain 4 5")
set(BOARD_SECOND_LINE -serial chardev:second) # uart1
include(${CMAKE_SOURCE_DIR}/boards/ipc/ipc.cmake)
