// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Numbers of the drivers that have one sensor below (hal/sensor.h) and one value for programs, and
 * what their upcall tells: the value, or 0 or an error and then the value. Where there is no room
 * for an error, a request that fails ends without an upcall.
 *
 * Source: Tock 2.x, capsules of the same names.
 */
#pragma once

enum sensor_driver {
    TEMPERATURE_DRIVER = 0x60000,
    HUMIDITY_DRIVER = 0x60001,
    AMBIENT_LIGHT_DRIVER = 0x60002,
    PRESSURE_DRIVER = 0x60008,
    MOISTURE_DRIVER = 0x6000A,
};

enum sensor_driver_upcall {
    TEMPERATURE_TELLS_STATUS = 0,
    HUMIDITY_TELLS_STATUS = 0,
    AMBIENT_LIGHT_TELLS_STATUS = 0,
    PRESSURE_TELLS_STATUS = 1,
    MOISTURE_TELLS_STATUS = 1,
};
