// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `tmp105`: a Texas Instruments TMP105 on an I2C bus as a sensor of temperature
 * (hal/sensor.h), in steps of a sixteenth of a degree.
 *
 * The sensor measures all the time, and tells its last value. It is set up each time it is asked,
 * since it may have been without power.
 *
 * Source: Texas Instruments TMP105, SBOS277, 7.5.
 */
#pragma once

#include <capsule.h>
#include <hal/i2c.h>
#include <hal/sensor.h>

#include "tmp105_sensor.h"

/// Defined by the board.
extern const struct i2c_place tmp105_place;

/// The bus, and who is told. Made of the manifest and the board's choice.
extern const struct i2c_bus tmp105_bus;
extern const struct sensor_client tmp105_client;
