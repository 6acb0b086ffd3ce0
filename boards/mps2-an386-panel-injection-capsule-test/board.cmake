# SPDX-License-Identifier: Apache-2.0 OR MIT
# The board with a panel, and with capsules that are made to fail at every basic block.

include(${CMAKE_SOURCE_DIR}/boards/mps2-an386-panel/board.cmake)
set(BOARD_INJECTION_TEXT_BYTES 65536)
include(${CMAKE_SOURCE_DIR}/boards/injection/injection.cmake)
list(APPEND BOARD_SHARED mps2-an386-panel)
list(TRANSFORM BOARD_SHARED REPLACE "^storage$" injection_storage)
# What was done takes more room than the board may take.
list(TRANSFORM BOARD_FACTS REPLACE "(BOARD_KERNEL_MEMORY_BYTES_MAX)=.*" "\\1=16384")
