# SPDX-License-Identifier: Apache-2.0 OR MIT
# The machine of the plain board with a disk, which storage for programs lies on. Who starts it says
# what the disk is; without one the drivers of storage answer that there is no device.

include(${CMAKE_SOURCE_DIR}/boards/virt/virt.cmake)
list(APPEND BOARD_SHARED virt_disk storage)
list(APPEND BOARD_CAPSULES virtual_storage nonvolatile_storage storage_rights
    isolated_storage key_value process_info date_time)
set(BOARD_WIRING
    virtual_storage_clients[VIRTUAL_STORAGE_FIRST]=nonvolatile_storage
    nonvolatile_storage_region=virtual_storage[VIRTUAL_STORAGE_FIRST]
    virtual_storage_clients[VIRTUAL_STORAGE_SECOND]=isolated_storage
    isolated_storage_medium=virtual_storage[VIRTUAL_STORAGE_SECOND]
    virtual_storage_clients[VIRTUAL_STORAGE_THIRD]=key_value
    key_value_medium=virtual_storage[VIRTUAL_STORAGE_THIRD])
set(BOARD_FOR_DRIVERS_ONLY YES)
set(BOARD_PROGRAM_GROUPS programs)
set(BOARD_PROGRAMS storage_shared storage_one storage_two storage_hostile
    storage_steady
    process_info_warden process_info_other
    time_of_day)
# Sectors of 512 bytes and the code of the drivers need more room than the plain board may take.
list(TRANSFORM VIRT_DEVICES REPLACE "(BOARD_KERNEL_MEMORY_BYTES_MAX)=.*" "\\1=16384")
# The machine's clock, and the sectors of the disk that each driver has.
set(BOARD_FACTS BOARD_BOTTOM_HALF_COUNT=10 ${VIRT_DEVICES}
    BOARD_RTC_BASE=0x101000 BOARD_RTC_LINE=11
    BOARD_DISK_SECTORS=256 BOARD_STORAGE_SHARED_SECTOR=0 BOARD_STORAGE_SHARED_SECTORS=64
    BOARD_STORAGE_ISOLATED_SECTOR=64 BOARD_STORAGE_ISOLATED_SECTORS=128
    BOARD_STORAGE_KEY_VALUE_SECTOR=192 BOARD_STORAGE_KEY_VALUE_SECTORS=64)
