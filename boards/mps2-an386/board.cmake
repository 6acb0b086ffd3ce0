# SPDX-License-Identifier: Apache-2.0 OR MIT
# Arm MPS2 with the AN386 image: Cortex-M4. What the build and the tools need to know about it.

set(BOARD_ISA armv7m)                  # folder of arch/
set(BOARD_CPU cortex-m4)
set(BOARD_CHIPS mps2)                  # folders of chips/
set(BOARD_SHARED mps2)                 # folders of boards/ that it shares with other boards
set(BOARD_CAPSULES alarm button console led low_level_debug process_console
    terminal)
set(BOARD_LINKER_SCRIPT ${CMAKE_SOURCE_DIR}/boards/mps2/kernel.ld)
set(BOARD_KERNEL_STACK_BYTES 3072)     # compared with the computed worst case

# The emulator and what is special about this board. Its variants, by their suffix, add options.
set(BOARD_EMULATOR qemu-system-arm -M mps2-an386 -semihosting-config enable=on,target=native)
set(BOARD_VARIANTS)

# The kernel's memory, that of programs, and where ours are linked: one variant for each slot.
set(BOARD_FLASH_BASE 0x00000000)
set(BOARD_FLASH_BYTES 0x00040000)
set(BOARD_RAM_BASE 0x20000000)
set(BOARD_RAM_BYTES 0x00010000)
set(BOARD_APPS_BASE 0x00040000)
set(BOARD_APPS_BYTES 0x003C0000)
set(BOARD_POOL_BASE 0x20010000)
set(BOARD_POOL_BYTES 0x00030000)
bulkhead_slots(COUNT 6 FLASH_BYTES 0x10000 RAM_BYTES 0x4000)

include(${CMAKE_SOURCE_DIR}/boards/mps2/devices.cmake)
set(BOARD_FACTS ${MPS2_DEVICES})
