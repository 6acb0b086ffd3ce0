# SPDX-License-Identifier: Apache-2.0 OR MIT
# The plain board with capsules that trap and loop.

include(${CMAKE_CURRENT_LIST_DIR}/../mps2-an386/board.cmake)
list(APPEND BOARD_CAPSULES loop_test trap_test)
