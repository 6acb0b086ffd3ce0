# SPDX-License-Identifier: Apache-2.0 OR MIT
# The machine of the plain board with its flash, which storage for programs lies on. Who starts the
# machine says in which file its content is kept; else it begins anew each time.

# The flash is one of the devices.
set(RISCV_DEVICES_BYTES 0x40000000)
include(${CMAKE_SOURCE_DIR}/boards/virt/virt.cmake)
list(APPEND BOARD_CHIPS cfi)
list(APPEND BOARD_SHARED storage)
list(APPEND BOARD_CAPSULES flash_block virtual_storage nonvolatile_storage storage_rights
    isolated_storage key_value)
set(BOARD_WIRING virtual_storage_disk=flash_block virtio_block_client=none
    virtual_storage_clients[VIRTUAL_STORAGE_FIRST]=nonvolatile_storage
    nonvolatile_storage_region=virtual_storage[VIRTUAL_STORAGE_FIRST]
    virtual_storage_clients[VIRTUAL_STORAGE_SECOND]=isolated_storage
    isolated_storage_medium=virtual_storage[VIRTUAL_STORAGE_SECOND]
    virtual_storage_clients[VIRTUAL_STORAGE_THIRD]=key_value
    key_value_medium=virtual_storage[VIRTUAL_STORAGE_THIRD])
set(BOARD_FOR_DRIVERS_ONLY YES)
set(BOARD_PROGRAM_GROUPS programs)
set(BOARD_PROGRAMS storage_shared storage_one storage_two storage_hostile storage_steady)
list(TRANSFORM VIRT_DEVICES REPLACE "(BOARD_KERNEL_MEMORY_BYTES_MAX)=.*" "\\1=16384")
# The second of the machine's two banks of flash, of which the first may be what it starts from;
# which of its blocks are for sectors, and the sectors that each driver has.
set(BOARD_FACTS BOARD_BOTTOM_HALF_COUNT=10 ${VIRT_DEVICES}
    BOARD_NOR_BASE=0x22000000 BOARD_NOR_BYTES=0x02000000 BOARD_NOR_LINE=12
    BOARD_NOR_FIRST_BLOCK=0 BOARD_NOR_BLOCKS=8 BOARD_NOR_SECTORS=256
    BOARD_DISK_IS_FLASH=1 BOARD_DISK_SECTORS=65536
    BOARD_STORAGE_SHARED_SECTOR=0 BOARD_STORAGE_SHARED_SECTORS=64
    BOARD_STORAGE_ISOLATED_SECTOR=64 BOARD_STORAGE_ISOLATED_SECTORS=128
    BOARD_STORAGE_KEY_VALUE_SECTOR=192 BOARD_STORAGE_KEY_VALUE_SECTORS=64)
