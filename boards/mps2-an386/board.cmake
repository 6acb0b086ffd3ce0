# SPDX-License-Identifier: Apache-2.0 OR MIT
# Arm MPS2 with the AN386 image: Cortex-M4. What the build and the tools need to know about it.

set(BOARD_MACHINE mps2-an386)          # of the emulator
set(BOARD_ISA armv7m)                  # folder of arch/
set(BOARD_CPU cortex-m4)
set(BOARD_CHIP mps2)                   # folder of chips/
set(BOARD_CAPSULES alarm button console led low_level_debug process_console
    terminal)
set(BOARD_LINKER_SCRIPT ${CMAKE_CURRENT_LIST_DIR}/kernel.ld)
set(BOARD_KERNEL_STACK_BYTES 3072)     # compared with the computed worst case
set(BOARD_STACK_EDGES ${CMAKE_CURRENT_LIST_DIR}/stack_edges.txt)

# Where programs lie, and where ours are linked: one variant for each slot.
set(BOARD_APPS_BASE 0x00040000)
set(BOARD_APPS_BYTES 0x003C0000)
set(BOARD_POOL_BASE 0x20010000)
set(BOARD_POOL_BYTES 0x00030000)
set(BOARD_SLOT_COUNT 6)
set(BOARD_SLOT_FLASH_BYTES 0x10000)
set(BOARD_SLOT_RAM_BYTES 0x4000)
