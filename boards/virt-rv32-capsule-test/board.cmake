# SPDX-License-Identifier: Apache-2.0 OR MIT
# The plain board with capsules that trap and loop, and with some that ask the machine's source of
# random bytes and its disk, if it has them. Tests say what devices the machine has.

include(${CMAKE_SOURCE_DIR}/boards/virt-rv32/board.cmake)
include(${CMAKE_SOURCE_DIR}/boards/capsule_test/capsule_test.cmake)
list(REMOVE_ITEM BOARD_CAPSULES random rng)
list(APPEND BOARD_CAPSULES entropy_test block_test)
set(BOARD_EMULATOR qemu-system-riscv32 -M virt -bios none -m 32M)
set(BOARD_FACTS BOARD_BOTTOM_HALF_COUNT=9 ${VIRT_DEVICES})
