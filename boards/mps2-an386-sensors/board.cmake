# SPDX-License-Identifier: Apache-2.0 OR MIT
# The machine of the plain board with sensors and a clock on one of its I2C buses, and drivers for
# them. A device that is left out of the machine answers nobody.

include(${CMAKE_SOURCE_DIR}/boards/mps2-an386/board.cmake)
set(BOARD_SHARED standard mps2)
set(BOARD_FOR_DRIVERS_ONLY YES)
set(BOARD_PROGRAMS sensors_read sensors_second sensors_transfer sensors_clock sensors_leave)

# Addresses on the bus. One that no capsule has is for programs.
set(thermometer 0x48)
set(barometer 0x77)
set(magnetometer 0x1E)
set(clock 0x68)
set(memory 0x50)
list(APPEND BOARD_EMULATOR
    -device tmp105,id=thermometer,bus=i2c,address=${thermometer}
    -device dps310,id=barometer,bus=i2c,address=${barometer}
    -device lsm303dlhc_mag,id=magnetometer,bus=i2c,address=${magnetometer}
    -device ds1338,id=clock,bus=i2c,address=${clock}
    -device at24c-eeprom,bus=i2c,address=${memory},rom-size=4096)

list(APPEND BOARD_CAPSULES virtual_i2c i2c_master tmp105 dps310 lsm303dlhc ds1338 temperature
    pressure ninedof date_time)
set(BOARD_WIRING
    mps2_i2c_client=virtual_i2c virtual_i2c_bus=mps2/i2c
    virtual_i2c_clients[VIRTUAL_I2C_FIRST]=tmp105 tmp105_bus=virtual_i2c[VIRTUAL_I2C_FIRST]
    virtual_i2c_clients[VIRTUAL_I2C_SECOND]=dps310 dps310_bus=virtual_i2c[VIRTUAL_I2C_SECOND]
    virtual_i2c_clients[VIRTUAL_I2C_THIRD]=lsm303dlhc
    lsm303dlhc_bus=virtual_i2c[VIRTUAL_I2C_THIRD]
    virtual_i2c_clients[VIRTUAL_I2C_FOURTH]=ds1338 ds1338_bus=virtual_i2c[VIRTUAL_I2C_FOURTH]
    virtual_i2c_clients[VIRTUAL_I2C_FIFTH]=i2c_master
    i2c_master_bus=virtual_i2c[VIRTUAL_I2C_FIFTH]
    tmp105_client=temperature temperature_sensor=tmp105
    dps310_client=pressure pressure_sensor=dps310
    lsm303dlhc_client=ninedof[NINEDOF_MAGNETOMETER] ninedof_magnetometer=lsm303dlhc
    ninedof_accelerometer=none ninedof_gyroscope=none)

# The bus has no line of the processor's, which has 32. Its drivers need more room than those of the
# plain board may take.
set(BOARD_FACTS BOARD_BOTTOM_HALF_COUNT=4 ${MPS2_DEVICES}
    BOARD_I2C_BASE=0x4002A000 BOARD_I2C_LINE=32
    BOARD_THERMOMETER_ADDRESS=${thermometer} BOARD_BAROMETER_ADDRESS=${barometer}
    BOARD_MAGNETOMETER_ADDRESS=${magnetometer} BOARD_CLOCK_ADDRESS=${clock}
    BOARD_MEMORY_ADDRESS=${memory}
    BOARD_KERNEL_MEMORY_BYTES_MAX=8192)
set(BOARD_GRANT_RESERVE_BYTES 640)
