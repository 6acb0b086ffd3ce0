# SPDX-License-Identifier: Apache-2.0 OR MIT
# The plain board with capsules that trap and loop, and with virtualisers and a disk. Tests say what
# devices the machine has.

include(${CMAKE_SOURCE_DIR}/boards/virt-rv32/board.cmake)
include(${CMAKE_SOURCE_DIR}/boards/capsule_test/capsule_test.cmake)
include(${CMAKE_SOURCE_DIR}/boards/virt/virtual.cmake)
set(BOARD_EMULATOR qemu-system-riscv32 -M virt -bios none -m 32M -nic none)
