# SPDX-License-Identifier: Apache-2.0 OR MIT
# The machine of the plain board with what a panel of a device has on one of its I2C buses: a
# display, lights, pins, and a memory that storage for programs lies on. A device that is left out
# of the machine answers nobody.

include(${CMAKE_SOURCE_DIR}/boards/mps2-an386/board.cmake)
set(BOARD_SHARED standard mps2 storage)
set(BOARD_FOR_DRIVERS_ONLY YES)
set(BOARD_PROGRAMS panel_lights panel_display panel_pins storage_shared storage_one storage_two)

# Addresses on the bus.
set(pins 0x18)
set(display 0x3C)
set(storage 0x51)
set(lights 0x60)
list(APPEND BOARD_EMULATOR
    -device max7310,id=pins,bus=i2c,address=${pins}
    -device ssd0303,id=display,bus=i2c,address=${display}
    -device at24c-eeprom,bus=i2c,address=${storage},rom-size=16384
    -device pca9552,id=lights,bus=i2c,address=${lights})

list(APPEND BOARD_CAPSULES virtual_i2c ssd0303 screen text_screen pca9552 max7310 gpio at24c
    storage_regions storage_rights nonvolatile_storage isolated_storage key_value)
set(BOARD_WIRING
    mps2_i2c_client=virtual_i2c virtual_i2c_bus=mps2/i2c
    virtual_i2c_clients[VIRTUAL_I2C_FIRST]=ssd0303 ssd0303_bus=virtual_i2c[VIRTUAL_I2C_FIRST]
    virtual_i2c_clients[VIRTUAL_I2C_SECOND]=pca9552 pca9552_bus=virtual_i2c[VIRTUAL_I2C_SECOND]
    led_lights=pca9552
    virtual_i2c_clients[VIRTUAL_I2C_THIRD]=max7310 max7310_bus=virtual_i2c[VIRTUAL_I2C_THIRD]
    virtual_i2c_clients[VIRTUAL_I2C_FOURTH]=at24c at24c_bus=virtual_i2c[VIRTUAL_I2C_FOURTH]
    storage_regions_medium=at24c at24c_client=storage_regions
    storage_regions_clients[STORAGE_REGIONS_FIRST]=nonvolatile_storage
    nonvolatile_storage_region=storage_regions[STORAGE_REGIONS_FIRST]
    storage_regions_clients[STORAGE_REGIONS_SECOND]=isolated_storage
    isolated_storage_medium=storage_regions[STORAGE_REGIONS_SECOND]
    storage_regions_clients[STORAGE_REGIONS_THIRD]=key_value
    key_value_medium=storage_regions[STORAGE_REGIONS_THIRD])

# The bus has no line of the processor's, which has 32. Its drivers need more room than those of the
# plain board may take.
set(BOARD_FACTS BOARD_BOTTOM_HALF_COUNT=4 ${MPS2_DEVICES}
    BOARD_I2C_BASE=0x4002A000 BOARD_I2C_LINE=32
    BOARD_PINS_ADDRESS=${pins} BOARD_DISPLAY_ADDRESS=${display}
    BOARD_STORAGE_ADDRESS=${storage} BOARD_LIGHTS_ADDRESS=${lights}
    BOARD_KERNEL_MEMORY_BYTES_MAX=12288)
set(BOARD_GRANT_RESERVE_BYTES 640)
