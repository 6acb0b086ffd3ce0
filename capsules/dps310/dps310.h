// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `dps310`: an Infineon DPS310 on an I2C bus as a sensor of air pressure (hal/sensor.h).
 *
 * Each time it is asked it reads the sensor's coefficients, has it measure pressure and temperature
 * once, and computes the pressure of both. One that did not answer the last time is NO_DEVICE;
 * asked nevertheless, it is looked for again. One that does not come to an end is ERROR_FAILED.
 *
 * Source: Infineon DPS310 datasheet 1.2, 4.9 (how a measured value is made), 7 and 8 (registers).
 */
#pragma once

#include <capsule.h>
#include <hal/i2c.h>
#include <hal/sensor.h>

#include "dps310_sensor.h"

/// Defined by the board.
extern const struct i2c_place dps310_place;

/// The bus, and who is told. Made of the manifest and the board's choice.
extern const struct i2c_bus dps310_bus;
extern const struct sensor_client dps310_client;
