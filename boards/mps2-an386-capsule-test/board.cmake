# SPDX-License-Identifier: Apache-2.0 OR MIT
# The plain board with capsules that trap and loop.

set(plain_board ${CMAKE_CURRENT_LIST_DIR}/../mps2-an386)
include(${plain_board}/board.cmake)
list(APPEND BOARD_CAPSULES loop_test trap_test)
set(BOARD_LINKER_SCRIPT ${plain_board}/kernel.ld)
set(BOARD_SOURCES ${plain_board}/thunks.c ${plain_board}/vectors.c ${plain_board}/wiring.c)
