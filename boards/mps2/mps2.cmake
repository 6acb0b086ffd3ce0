# SPDX-License-Identifier: Apache-2.0 OR MIT
# What Arm MPS2 boards share. Include it first; a board may then say otherwise.

set(BOARD_CHIPS mps2)
# A board with more devices than all of them has its own in the place of the last one.
set(BOARD_SHARED standard mps2 mps2_plain)
set(BOARD_LINKER_SCRIPT ${CMAKE_SOURCE_DIR}/boards/mps2/kernel.ld)
set(BOARD_KERNEL_STACK_BYTES 3072)
# What the emulator has the network card talk to would keep timers in guest time with IPv6.
set(BOARD_NETWORK -nic user,ipv6=off)

# Devices and memory with the image of a Cortex-M3, M4 or M7.
include(${CMAKE_SOURCE_DIR}/boards/mps2/devices.cmake)
set(BOARD_FACTS BOARD_BOTTOM_HALF_COUNT=3 ${MPS2_DEVICES})
set(BOARD_TIME_HZ 25000000)
set(BOARD_FLASH_BASE 0x00000000)
set(BOARD_FLASH_BYTES 0x00040000)
set(BOARD_RAM_BASE 0x20000000)
set(BOARD_RAM_BYTES 0x00010000)
set(BOARD_APPS_BASE 0x00040000)
set(BOARD_APPS_BYTES 0x003C0000)
set(BOARD_POOL_BASE 0x20010000)
set(BOARD_POOL_BYTES 0x00030000)
bulkhead_slots(COUNT 6 FLASH_BYTES 0x10000 RAM_BYTES 0x4000)
