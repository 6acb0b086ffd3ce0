# SPDX-License-Identifier: Apache-2.0 OR MIT
math(EXPR PROGRAM_HEAP_BYTES "${BOARD_SLOT_RAM_BYTES} / 8 + 64") # to give back a rounding unit
