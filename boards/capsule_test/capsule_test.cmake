# SPDX-License-Identifier: Apache-2.0 OR MIT
# What turns a board into one that has capsules that trap, loop and overrun an array, and one whose
# take cell is measured. Include it after the board.cmake of the plain board.

list(APPEND BOARD_SHARED capsule_test)
list(APPEND BOARD_CAPSULES loop_test trap_test overrun_test cell_test)
set(BOARD_CAPSULES_HOSTILE loop_test trap_test)
list(APPEND BOARD_TRUSTED_CAPSULES abort_test window_test user_copy_test)
set(BOARD_KERNEL_TESTS ${CMAKE_SOURCE_DIR}/tests/kernel/user_copy_test.c)
set(BOARD_SAMPLES clock overrun)
# Long enough for programs to see that a capsule is out of service.
set(BOARD_CAPSULE_DELAY_MILLISECONDS 100)
set(BOARD_PROGRAM_GROUPS programs bench)
