# SPDX-License-Identifier: Apache-2.0 OR MIT
# The plain board with IPC, and a serial port on the PCI bus for programs.

set(VIRT_PCI_SERIAL_DEVICE 1)
set(RISCV_DEVICES_BYTES 0x40000000) # with the configuration space of the bus
include(${CMAKE_SOURCE_DIR}/boards/virt-rv32/board.cmake)
set(BOARD_REGIONS_BASE 0x80400000)
set(BOARD_REGIONS_BYTES 0x01C00000)
set(BOARD_UNIT pmp)
set(BOARD_UNIT_ENTRIES 7)
set(BOARD_PROGRAM_DEVICES
    "rtc 0x101000 0x1000 plain 11"
    "serial 0x3001000 0x1000 plain 33") # where VIRT_PCI_SERIAL_DEVICE is put, and its line
set(BOARD_SECOND_LINE -device pci-serial,chardev=second,addr=1)
include(${CMAKE_SOURCE_DIR}/boards/ipc/ipc.cmake)
list(APPEND BOARD_SHARED virt-rv32)
