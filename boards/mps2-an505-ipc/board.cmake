# SPDX-License-Identifier: Apache-2.0 OR MIT
# The plain board with IPC.

include(${CMAKE_SOURCE_DIR}/boards/mps2-an505/board.cmake)
set(BOARD_REGIONS_BASE 0x80000000) # the board's PSRAM
set(BOARD_REGIONS_BYTES 0x01000000)
set(BOARD_UNIT armv8m)
set(BOARD_UNIT_ENTRIES 4)
set(BOARD_PROGRAM_DEVICES)
include(${CMAKE_SOURCE_DIR}/boards/ipc/ipc.cmake)
