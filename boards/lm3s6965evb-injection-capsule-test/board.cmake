# SPDX-License-Identifier: Apache-2.0 OR MIT
# The board with many devices, and with capsules that are made to fail at every basic block.

include(${CMAKE_SOURCE_DIR}/boards/lm3s6965evb/board.cmake)
set(BOARD_INJECTION_TEXT_BYTES 65536)
include(${CMAKE_SOURCE_DIR}/boards/injection/injection.cmake)
list(APPEND BOARD_SHARED lm3s6965evb)
list(TRANSFORM BOARD_SHARED REPLACE "^storage$" injection_storage)
