# SPDX-License-Identifier: Apache-2.0 OR MIT
# The board with a network, a screen and keys, and with capsules that are made to fail at every
# basic block.

include(${CMAKE_SOURCE_DIR}/boards/virt-rv32-io/board.cmake)
set(BOARD_INJECTION_TEXT_BYTES 65536)
include(${CMAKE_SOURCE_DIR}/boards/injection/injection.cmake)
list(APPEND BOARD_SHARED virt-rv32-io)
