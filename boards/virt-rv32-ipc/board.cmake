# SPDX-License-Identifier: Apache-2.0 OR MIT
# The plain board with IPC.

include(${CMAKE_SOURCE_DIR}/boards/virt-rv32/board.cmake)
include(${CMAKE_SOURCE_DIR}/boards/ipc/ipc.cmake)
list(APPEND BOARD_SHARED virt-rv32)
