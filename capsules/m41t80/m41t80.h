// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `m41t80`: an ST M41T80 on an I2C bus as a clock that knows the date (hal/date_time.h),
 * for the years 2000 to 2099.
 *
 * A clock that stands still has no time: ERROR_OFF, until it is set. One that tells what no
 * calendar has is ERROR_FAILED, one that does not answer ERROR_NO_DEVICE. It is set while it stands
 * and read back before it goes on: one that does not keep what it is set to is ERROR_FAILED. Its
 * weekday, which counts by itself, is not believed; the date says which one it is.
 *
 * Source: ST M41T80, DocID 9074 rev 9, "Clock operation" and table 2.
 */
#pragma once

#include <capsule.h>
#include <hal/date_time.h>
#include <hal/i2c.h>

#include "m41t80_clock.h"

/// Steps of requests to get and to set.
enum { M41T80_GET_FIRST = 0, M41T80_GET_LAST = 1, M41T80_SET_FIRST = 2, M41T80_SET_LAST = 5 };

/// Defined by the board.
extern const struct i2c_place m41t80_place;

/// The bus, and who is told. Made of the manifest and the board's choice.
extern const struct i2c_bus m41t80_bus;
extern const struct date_time_client m41t80_client;
