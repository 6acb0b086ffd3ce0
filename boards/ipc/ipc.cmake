# SPDX-License-Identifier: Apache-2.0 OR MIT
# What turns a board into one with IPC. Include it after the board.cmake of the plain board, whose
# kernel flash ends with the system description.

set(BOARD_IPC YES)
list(APPEND BOARD_SHARED ipc)
set(system_bytes 0x4000)
math(EXPR system_base "${BOARD_FLASH_BASE} + ${BOARD_FLASH_BYTES} - ${system_bytes}"
    OUTPUT_FORMAT HEXADECIMAL)
list(APPEND BOARD_FACTS BOARD_SYSTEM_BASE=${system_base} BOARD_SYSTEM_BYTES=${system_bytes})
