# SPDX-License-Identifier: Apache-2.0 OR MIT
# The board with storage on its flash, and with capsules that are made to fail at every basic block.

include(${CMAKE_SOURCE_DIR}/boards/virt-rv32-flash/board.cmake)
set(BOARD_INJECTION_TEXT_BYTES 65536)
include(${CMAKE_SOURCE_DIR}/boards/injection/injection.cmake)
list(APPEND BOARD_SHARED virt-rv32-flash)
list(TRANSFORM BOARD_SHARED REPLACE "^storage$" injection_storage)
