// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `ds1338`: a Maxim DS1338 on an I2C bus as a clock that knows the date (hal/date_time.h),
 * for the years 2000 to 2099.
 *
 * A clock that stands still has no time: ERROR_OFF, until it is set. One that tells what no
 * calendar has is ERROR_FAILED, one that does not answer ERROR_NO_DEVICE.
 *
 * Source: Maxim DS1338, 19-5789 rev 3, "Clock and calendar".
 */
#pragma once

#include <capsule.h>
#include <hal/date_time.h>
#include <hal/i2c.h>

#include "ds1338_clock.h"

/// Steps of requests to get and to set.
enum { DS1338_GET_FIRST = 0, DS1338_GET_LAST = 0, DS1338_SET_FIRST = 1, DS1338_SET_LAST = 4 };

/// Defined by the board.
extern const struct i2c_place ds1338_place;

/// The bus, and who is told. Made of the manifest and the board's choice.
extern const struct i2c_bus ds1338_bus;
extern const struct date_time_client ds1338_client;
