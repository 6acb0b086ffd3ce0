// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `lsm303dlhc`: the magnetometer of an ST LSM303DLHC on an I2C bus as a sensor of the
 * magnetic field (hal/sensor.h), up to 130 microtesla in each direction.
 *
 * The sensor measures all the time, and tells its last value. It is set up each time it is asked,
 * since it may have been without power. One that did not answer the last time is NO_DEVICE; asked
 * nevertheless, it is looked for again. A field that is too strong is ERROR_SIZE.
 *
 * Source: ST LSM303DLHC, DocID018771, 7.2.
 */
#pragma once

#include <capsule.h>
#include <hal/i2c.h>
#include <hal/sensor.h>

#include "lsm303dlhc_sensor.h"

/// Defined by the board.
extern const struct i2c_place lsm303dlhc_place;

/// The bus, and who is told. Made of the manifest and the board's choice.
extern const struct i2c_bus lsm303dlhc_bus;
extern const struct sensor_client lsm303dlhc_client;
