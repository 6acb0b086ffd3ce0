# SPDX-License-Identifier: Apache-2.0 OR MIT
# The emulator's machine `virt` with a 32-bit RISC-V processor. cmake/board.cmake says what the
# facts mean.

include(${CMAKE_SOURCE_DIR}/boards/virt/virt.cmake)
set(BOARD_FACTS BOARD_BOTTOM_HALF_COUNT=9 ${VIRT_DEVICES})
