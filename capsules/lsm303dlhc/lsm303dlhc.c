// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "lsm303dlhc.h"

#include <lib/checked_index.h>

// Registers: from the first one on three that are set up (15 values a second; up to 1.3 gauss;
// measured for ever), then the values, each the high byte first.
enum {
    CONTROL = 0,
    CONTROL_RATE = 0x10,
    CONTROL_GAIN = 0x20,
    CONTROL_CONTINUOUS = 0,
    CONTROL_BYTES = 4, ///< with the number of the first one
    FIELD = 3,
    FIELD_BYTES = 6,
    FIELD_OVERFLOW = -4096, ///< in place of a value that is too large

    // A gauss is 100000 nanotesla, 1100 of the sensor's units in x and y, and 980 in z.
    X_Y_NUMERATOR = 1000,
    X_Y_DENOMINATOR = 11,
    Z_NUMERATOR = 5000,
    Z_DENOMINATOR = 49,
};

/// The order in which the sensor tells the directions.
enum { PLACE_X, PLACE_Z, PLACE_Y };

enum lsm303dlhc_step { STEP_CONFIGURE, STEP_READ };

void lsm303dlhc_step_prepare(uint32_t number, struct lsm303dlhc_sensor_step *step)
{
    if (number == STEP_CONFIGURE) {
        step->bytes[0] = CONTROL;
        step->bytes[1] = CONTROL_RATE;
        step->bytes[2] = CONTROL_GAIN;
        step->bytes[3] = CONTROL_CONTINUOUS;
        step->write_bytes = CONTROL_BYTES;
    } else {
        step->bytes[0] = FIELD;
        step->read_bytes = FIELD_BYTES;
    }
}

/// The value in one of the places that the sensor tells.
static int32_t value_at(const struct lsm303dlhc_sensor_step *step, size_t place)
{
    return (int16_t)(AT(step->bytes, 2 * place) << 8 | AT(step->bytes, 2 * place + 1));
}

enum error lsm303dlhc_step_take(uint32_t number, const struct lsm303dlhc_sensor_step *step,
                                struct sensor_measured *measured)
{
    if (number == STEP_CONFIGURE) {
        return ERROR_NONE;
    }
    const int32_t x = value_at(step, PLACE_X);
    const int32_t y = value_at(step, PLACE_Y);
    const int32_t z = value_at(step, PLACE_Z);
    if (x == FIELD_OVERFLOW || y == FIELD_OVERFLOW || z == FIELD_OVERFLOW) {
        return ERROR_SIZE;
    }
    measured->value[0] = x * X_Y_NUMERATOR / X_Y_DENOMINATOR;
    measured->value[1] = y * X_Y_NUMERATOR / X_Y_DENOMINATOR;
    measured->value[2] = z * Z_NUMERATOR / Z_DENOMINATOR;
    return ERROR_NONE;
}

bool lsm303dlhc_step_is_last(uint32_t number)
{
    return number == STEP_READ;
}
