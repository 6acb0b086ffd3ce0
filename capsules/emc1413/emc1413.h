// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `emc1413`: one channel of a Microchip EMC1413 or EMC1414 on an I2C bus as a sensor of
 * temperature (hal/sensor.h), from 0 to 127 degrees in steps of an eighth.
 *
 * Channel 0 is the sensor itself, the others are diodes elsewhere: two, or three. What does not
 * identify itself as one of the two, a channel that it does not have, and one without a diode are
 * NO_DEVICE. A value outside of the range is ERROR_FAILED. The sensor is set up each time it is
 * asked, since it may have been without power.
 *
 * Source: Microchip EMC1413/EMC1414, DS20005274, "Register description".
 */
#pragma once

#include <capsule.h>
#include <hal/i2c.h>
#include <hal/sensor.h>

#include "emc1413_sensor.h"

/// Defined by the board. The channel is 0 to 3.
extern const struct i2c_place emc1413_place;
extern const uint8_t emc1413_channel;

/// The bus, and who is told. Made of the manifest and the board's choice.
extern const struct i2c_bus emc1413_bus;
extern const struct sensor_client emc1413_client;
