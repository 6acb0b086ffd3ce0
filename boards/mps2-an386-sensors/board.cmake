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
set(clock_second 0x6A)
set(memory 0x50)
set(thermometer_second 0x4C)
set(thermometer_third 0x4D)
set(switch 0x70)
set(thermometer_behind 0x49)
list(APPEND BOARD_EMULATOR
    -device tmp105,id=thermometer,bus=i2c,address=${thermometer}
    -device tmp421,id=thermometer_second,bus=i2c,address=${thermometer_second}
    -device emc1414,id=thermometer_third,bus=i2c,address=${thermometer_third}
    -device pca9548,id=switch,bus=i2c,address=${switch}
    -device tmp105,id=thermometer_behind,bus=i2c.3,address=${thermometer_behind}
    -device dps310,id=barometer,bus=i2c,address=${barometer}
    -device lsm303dlhc_mag,id=magnetometer,bus=i2c,address=${magnetometer}
    -device ds1338,id=clock,bus=i2c,address=${clock}
    -device m41t80,id=clock_second,bus=i2c,address=${clock_second}
    -device at24c-eeprom,bus=i2c,address=${memory},rom-size=4096)
set(switch_channel 3)

# The thermometers stand for each other, in the order of their names.
list(APPEND BOARD_CAPSULES virtual_i2c i2c_master pca9548 tmp105 tmp421 emc1413 tmp105_behind
    sensor_choice dps310 lsm303dlhc ds1338 m41t80 clock_choice temperature pressure ninedof
    date_time)
set(BOARD_WIRING
    mps2_i2c_client=virtual_i2c virtual_i2c_bus=mps2/i2c
    virtual_i2c_clients[VIRTUAL_I2C_FIRST]=tmp105 tmp105_bus=virtual_i2c[VIRTUAL_I2C_FIRST]
    virtual_i2c_clients[VIRTUAL_I2C_SECOND]=dps310 dps310_bus=virtual_i2c[VIRTUAL_I2C_SECOND]
    virtual_i2c_clients[VIRTUAL_I2C_THIRD]=lsm303dlhc
    lsm303dlhc_bus=virtual_i2c[VIRTUAL_I2C_THIRD]
    virtual_i2c_clients[VIRTUAL_I2C_FOURTH]=ds1338 ds1338_bus=virtual_i2c[VIRTUAL_I2C_FOURTH]
    virtual_i2c_clients[VIRTUAL_I2C_FIFTH]=i2c_master
    i2c_master_bus=virtual_i2c[VIRTUAL_I2C_FIFTH]
    virtual_i2c_clients[VIRTUAL_I2C_SIXTH]=tmp421 tmp421_bus=virtual_i2c[VIRTUAL_I2C_SIXTH]
    virtual_i2c_clients[VIRTUAL_I2C_SEVENTH]=emc1413 emc1413_bus=virtual_i2c[VIRTUAL_I2C_SEVENTH]
    virtual_i2c_clients[VIRTUAL_I2C_EIGHTH]=pca9548[PCA9548_CONTROL]
    pca9548_control=virtual_i2c[VIRTUAL_I2C_EIGHTH]
    virtual_i2c_clients[VIRTUAL_I2C_NINTH]=pca9548[PCA9548_BEHIND]
    pca9548_behind=virtual_i2c[VIRTUAL_I2C_NINTH]
    pca9548_clients[PCA9548_FIRST]=tmp105_behind tmp105_behind_bus=pca9548[PCA9548_FIRST]
    virtual_i2c_clients[VIRTUAL_I2C_TENTH]=m41t80 m41t80_bus=virtual_i2c[VIRTUAL_I2C_TENTH]
    date_time_source=clock_choice clock_choice_client=date_time
    clock_choice_sources[CLOCK_CHOICE_FIRST]=ds1338 ds1338_client=clock_choice[CLOCK_CHOICE_FIRST]
    clock_choice_sources[CLOCK_CHOICE_SECOND]=m41t80
    m41t80_client=clock_choice[CLOCK_CHOICE_SECOND]
    temperature_sensor=sensor_choice sensor_choice_client=temperature
    sensor_choice_sensors[SENSOR_CHOICE_FIRST]=tmp105
    tmp105_client=sensor_choice[SENSOR_CHOICE_FIRST]
    sensor_choice_sensors[SENSOR_CHOICE_SECOND]=tmp421
    tmp421_client=sensor_choice[SENSOR_CHOICE_SECOND]
    sensor_choice_sensors[SENSOR_CHOICE_THIRD]=emc1413
    emc1413_client=sensor_choice[SENSOR_CHOICE_THIRD]
    sensor_choice_sensors[SENSOR_CHOICE_FOURTH]=tmp105_behind
    tmp105_behind_client=sensor_choice[SENSOR_CHOICE_FOURTH]
    dps310_client=pressure pressure_sensor=dps310
    lsm303dlhc_client=ninedof[NINEDOF_MAGNETOMETER] ninedof_magnetometer=lsm303dlhc
    ninedof_accelerometer=none ninedof_gyroscope=none)

# The bus has no line of the processor's, which has 32. Its drivers need more room than those of the
# plain board may take.
set(BOARD_FACTS BOARD_BOTTOM_HALF_COUNT=4 ${MPS2_DEVICES}
    BOARD_I2C_BASE=0x4002A000 BOARD_I2C_LINE=32
    BOARD_THERMOMETER_ADDRESS=${thermometer} BOARD_BAROMETER_ADDRESS=${barometer}
    BOARD_MAGNETOMETER_ADDRESS=${magnetometer} BOARD_CLOCK_ADDRESS=${clock}
    BOARD_CLOCK_SECOND_ADDRESS=${clock_second}
    BOARD_MEMORY_ADDRESS=${memory}
    BOARD_THERMOMETER_SECOND_ADDRESS=${thermometer_second}
    BOARD_THERMOMETER_THIRD_ADDRESS=${thermometer_third} BOARD_SWITCH_ADDRESS=${switch}
    BOARD_SWITCH_CHANNEL=${switch_channel} BOARD_THERMOMETER_BEHIND_ADDRESS=${thermometer_behind}
    BOARD_KERNEL_MEMORY_BYTES_MAX=8192)
set(BOARD_GRANT_RESERVE_BYTES 640)

# Programs have one of the machine's serial peripheral buses, with a converter of voltages on it.
# Its line is behind the last one of the plain board's.
list(APPEND BOARD_CHIPS pl022)
list(APPEND BOARD_PROGRAMS spi_transfer spi_leave)
list(APPEND BOARD_EMULATOR -device max1111,bus=ssi)
list(APPEND BOARD_CAPSULES virtual_spi spi_controller)
list(APPEND BOARD_WIRING
    pl022_client=virtual_spi virtual_spi_bus=pl022/pl022
    virtual_spi_clients[VIRTUAL_SPI_FIRST]=spi_controller
    spi_controller_bus=virtual_spi[VIRTUAL_SPI_FIRST])
list(TRANSFORM BOARD_FACTS REPLACE "(BOARD_LINE_COUNT)=.*" "\\1=25")
list(TRANSFORM BOARD_FACTS REPLACE "(BOARD_BOTTOM_HALF_COUNT)=.*" "\\1=5")
list(APPEND BOARD_FACTS BOARD_SPI_BASE=0x40027000 BOARD_SPI_LINE=24)
