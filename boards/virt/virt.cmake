# SPDX-License-Identifier: Apache-2.0 OR MIT
# What boards on the emulator's machine `virt` with 32 bits share: memory and devices. Published
# programs for that machine are linked for the first four slots.

include(${CMAKE_SOURCE_DIR}/boards/riscv/riscv.cmake)
set(BOARD_CHIPS clint ns16550 plic virt virtio)
set(BOARD_SHARED standard riscv virt)
set(BOARD_CAPSULES alarm terminal process_console console low_level_debug random rng)
# No program is slowed down by the process console and by what is printed to find mistakes, so they
# are smaller and slower.
set(BOARD_KERNEL_FLAGS -fno-jump-tables)
set(BOARD_CAPSULE_FLAGS_process_console -msave-restore -fno-jump-tables)
set(BOARD_CAPSULE_FLAGS_low_level_debug -msave-restore)
set(BOARD_KERNEL_STACK_BYTES 3072)

# A network card of the machine's own would keep timers in guest time.
set(BOARD_EMULATOR qemu-system-riscv32 -M virt -bios none -m 32M -nic none
    -device virtio-rng-device)
# The same machine with rules for the kernel's own accesses.
set(BOARD_VARIANTS smepmp)
set(BOARD_VARIANT_smepmp -cpu rv32,x-epmp=true)

set(BOARD_TIME_HZ 10000000)
set(BOARD_FLASH_BASE 0x80000000)
set(BOARD_FLASH_BYTES 0x00100000)
set(BOARD_APPS_BASE 0x80100000)
set(BOARD_APPS_BYTES 0x00100000)
set(BOARD_RAM_BASE 0x80200000)
set(BOARD_RAM_BYTES 0x00100000)
set(BOARD_POOL_BASE 0x80300000)
set(BOARD_POOL_BYTES 0x00100000)
bulkhead_slots(FLASH_BYTES 0x10000 RAM_BYTES 0x10000 AT
    0x80100000:0x80300000 0x80110000:0x80310000 0x80130000:0x80330000 0x80180000:0x80380000
    0x801A0000:0x803A0000 0x801C0000:0x803C0000 0x801E0000:0x803E0000)

# On the PCI bus a board may have a serial port for programs: as which device. Device 0 is the bus
# itself, so it means none.
if(NOT DEFINED VIRT_PCI_SERIAL_DEVICE)
    set(VIRT_PCI_SERIAL_DEVICE 0)
endif()

# Images of programs lie below the RAM, so the guard below the stack takes room of its own.
set(VIRT_DEVICES ${RISCV_DEVICES}
    BOARD_STACK_GUARD_BYTES=256 BOARD_KERNEL_MEMORY_BYTES_MAX=8192
    BOARD_UART_BASE=0x10000000 BOARD_UART_CLOCK_HZ=3686400 BOARD_UART_LINE=10
    BOARD_VIRTIO_BASE=0x10001000 BOARD_VIRTIO_SLOT_BYTES=0x1000 BOARD_VIRTIO_SLOT_COUNT=8
    BOARD_VIRTIO_LINE=1
    BOARD_PCI_SERIAL_DEVICE=${VIRT_PCI_SERIAL_DEVICE} BOARD_PCI_SERIAL_PORT=0x1000)
