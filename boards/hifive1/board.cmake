# SPDX-License-Identifier: Apache-2.0 OR MIT
# SiFive HiFive1 Rev B: an FE310 with 16 KiB of RAM, of which the kernel takes a quarter.
# cmake/board.cmake says what the facts mean.

include(${CMAKE_SOURCE_DIR}/boards/riscv/riscv.cmake)
set(BOARD_CHIPS clint plic sifive)
set(BOARD_SHARED standard riscv)
set(BOARD_CAPSULES alarm terminal event_report console led)
set(BOARD_KERNEL_FLAGS -msave-restore -fno-jump-tables) # smaller and slower
set(BOARD_TERMINAL_BUFFER_BYTES 136)
set(BOARD_KERNEL_STACK_BYTES 1024)
set(BOARD_EMULATOR qemu-system-riscv32 -M sifive_e,revb=on -bios none
    -semihosting-config enable=on,target=native)
set(BOARD_LOADER_BYTES_MAX 0x4000)     # its RAM

# The emulator's clock. That of a board in the hand counts 32,768 a second.
set(BOARD_TIME_HZ 10000000)
set(BOARD_FLASH_BASE 0x20010000)
set(BOARD_FLASH_BYTES 0x00030000)
set(BOARD_APPS_BASE 0x20040000)
set(BOARD_APPS_BYTES 0x00040000)
set(BOARD_RAM_BASE 0x80000000)
set(BOARD_RAM_BYTES 0x00001000)
# Published programs start at 0x20040080 or a little before, with RAM from 0x80002800 on; beside one
# there is room for what is linked for the second and third slot.
set(BOARD_POOL_BASE 0x80001000)
set(BOARD_POOL_BYTES 0x00003000)
set(BOARD_PROCESSES_MAX 5)
set(BOARD_GRANT_RESERVE_BYTES 384) # as cmake/board.cmake has it, without random numbers
set(BOARD_PROGRAM_STACK_BYTES 1024)
set(BOARD_PROGRAM_HEAP_BYTES 256)
bulkhead_slots(FLASH_BYTES 0xC000 RAM_BYTES 0x980 AT
    0x20040000:0x80003600 0x2004C000:0x80001000 0x20058000:0x80001980 0x20064000:0x80002300
    0x20070000:0x80002C80)

# Nothing lies below the RAM, so the guard below the stack needs no room.
set(BOARD_FACTS ${RISCV_DEVICES}
    BOARD_STACK_GUARD_BYTES=0 BOARD_KERNEL_MEMORY_BYTES_MAX=4096
    BOARD_BOTTOM_HALF_COUNT=1 BOARD_UART_BASE=0x10013000)
