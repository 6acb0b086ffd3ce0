// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `tmp421`: one channel of a Texas Instruments TMP421, TMP422 or TMP423 on an I2C bus as a
 * sensor of temperature (hal/sensor.h), from -55 to 127 degrees in steps of a sixteenth.
 *
 * Channel 0 is the sensor itself, the others are diodes elsewhere: one, two or three, as the name
 * says. What does not identify itself as one of the three, a channel that it does not have, and one
 * without a diode are NO_DEVICE. The sensor is set up each time it is asked, since it may have been
 * without power.
 *
 * Source: Texas Instruments TMP421, SBOS398, "Register information".
 */
#pragma once

#include <capsule.h>
#include <hal/i2c.h>
#include <hal/sensor.h>

#include "tmp421_sensor.h"

/// Defined by the board. The channel is 0 to 3.
extern const struct i2c_place tmp421_place;
extern const uint8_t tmp421_channel;

/// The bus, and who is told. Made of the manifest and the board's choice.
extern const struct i2c_bus tmp421_bus;
extern const struct sensor_client tmp421_client;
