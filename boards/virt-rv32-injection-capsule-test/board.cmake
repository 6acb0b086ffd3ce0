# SPDX-License-Identifier: Apache-2.0 OR MIT
# The plain board with virtualisers and a disk, and with capsules that are made to fail at every
# basic block.

include(${CMAKE_SOURCE_DIR}/boards/virt-rv32/board.cmake)
include(${CMAKE_SOURCE_DIR}/boards/virt/virtual.cmake)
include(${CMAKE_SOURCE_DIR}/boards/injection/injection.cmake)
list(APPEND BOARD_SHARED virt-rv32-capsule-test)
