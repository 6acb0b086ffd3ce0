# SPDX-License-Identifier: Apache-2.0 OR MIT
math(EXPR PROGRAM_HEAP_BYTES "${BOARD_SLOT_RAM_BYTES} / 8 + 208") # it grows to look at what it gets
math(EXPR PROGRAM_STACK_BYTES "${PROGRAM_STACK_BYTES} * 3 / 4")
