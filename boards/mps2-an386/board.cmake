# SPDX-License-Identifier: Apache-2.0 OR MIT
# Arm MPS2 with the AN386 image: Cortex-M4. cmake/board.cmake says what the facts mean.

include(${CMAKE_SOURCE_DIR}/boards/mps2/mps2.cmake)
set(BOARD_ISA armv7m)
set(BOARD_CPU cortex-m4)
set(BOARD_EMULATOR qemu-system-arm -M mps2-an386 -semihosting-config enable=on,target=native
    ${BOARD_NETWORK})
