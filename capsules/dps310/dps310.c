// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "dps310.h"

#include <lib/checked_index.h>

// Registers.
enum {
    VALUES = 0x00, ///< pressure, then temperature, each of three bytes, the highest first
    VALUES_BYTES = 6,
    PRESSURE_CONFIGURATION = 0x06, ///< once, without averaging; temperature and control follow
    TEMPERATURE_EXTERNAL = 0x80,   ///< measured where the coefficients are for
    CONTROL = 0x08,
    CONTROL_PRESSURE = 0x01,
    CONTROL_TEMPERATURE = 0x02,
    CONTROL_PRESSURE_READY = 0x10,
    CONTROL_TEMPERATURE_READY = 0x20,
    CONTROL_COEFFICIENTS_READY = 0x80,
    CONTROL_TOLD = 0xF0,
    COEFFICIENTS = 0x10,
    COEFFICIENTS_BYTES = 18,
};

enum {
    RAW_SCALE = 524288, // of values that are not averaged
    FRACTION = 256,     // with so many parts of a pascal the pressure is computed
    PASCAL_PER_HECTOPASCAL = 100,
};

/// One run. A measurement takes 3.6 ms, a start 40 ms.
enum dps310_step {
    STEP_CONFIGURE,
    STEP_START_WAIT, ///< until the coefficients are there
    STEP_COEFFICIENTS,
    STEP_PRESSURE,
    STEP_PRESSURE_WAIT,
    STEP_TEMPERATURE,
    STEP_TEMPERATURE_WAIT,
    STEP_READ,
};

static struct {
    uint8_t control; ///< what it tells there: when that is set, this is written as it was
    uint8_t coefficients[COEFFICIENTS_BYTES];
} dps310 CAPSULE_STATE;

void dps310_step_prepare(uint32_t number, struct dps310_sensor_step *step)
{
    switch (number) {
    case STEP_CONFIGURE:
        step->bytes[0] = PRESSURE_CONFIGURATION;
        step->bytes[1] = 0;
        step->bytes[2] = TEMPERATURE_EXTERNAL;
        step->write_bytes = 3;
        break;
    case STEP_COEFFICIENTS:
        step->bytes[0] = COEFFICIENTS;
        step->read_bytes = COEFFICIENTS_BYTES;
        break;
    case STEP_PRESSURE:
        step->bytes[0] = CONTROL;
        step->bytes[1] = dps310.control | CONTROL_PRESSURE;
        step->write_bytes = 2;
        break;
    case STEP_TEMPERATURE:
        step->bytes[0] = CONTROL;
        step->bytes[1] = dps310.control | CONTROL_TEMPERATURE;
        step->write_bytes = 2;
        break;
    case STEP_READ:
        step->bytes[0] = VALUES;
        step->read_bytes = VALUES_BYTES;
        break;
    default:
        step->bytes[0] = CONTROL;
        step->read_bytes = 1;
        break;
    }
}

/// A number of `bits` bits that has a sign.
static int64_t signed_value(uint32_t value, uint32_t bits)
{
    const uint32_t sign = 1u << (bits - 1);
    return (int64_t)(value ^ sign) - sign;
}

/// Coefficients of 16 bits lie one behind the other.
static int64_t coefficient_at(size_t place)
{
    return signed_value(
        (uint32_t)AT(dps310.coefficients, place) << 8 | AT(dps310.coefficients, place + 1), 16);
}

/// Three bytes with a sign.
static int64_t raw_at(const struct dps310_sensor_step *step, size_t place)
{
    return signed_value((uint32_t)AT(step->bytes, place) << 16 |
                            (uint32_t)AT(step->bytes, place + 1) << 8 | AT(step->bytes, place + 2),
                        24);
}

/// What is computed of both values with the coefficients, in hectopascal. No value of 24 bits and
/// no coefficient makes it overflow.
static int32_t pressure_of(const struct dps310_sensor_step *step)
{
    const int64_t pressure = raw_at(step, 0);
    const int64_t temperature = raw_at(step, 3);
    const int64_t c00 =
        signed_value((uint32_t)dps310.coefficients[3] << 12 |
                         (uint32_t)dps310.coefficients[4] << 4 | dps310.coefficients[5] >> 4,
                     20);
    const int64_t c10 =
        signed_value((uint32_t)(dps310.coefficients[5] & 0xF) << 16 |
                         (uint32_t)dps310.coefficients[6] << 8 | dps310.coefficients[7],
                     20);
    const int64_t c01 = coefficient_at(8);
    const int64_t c11 = coefficient_at(10);
    const int64_t c20 = coefficient_at(12);
    const int64_t c21 = coefficient_at(14);
    const int64_t c30 = coefficient_at(16);
    // From the inside out: c00 + p (c10 + p (c20 + p c30)) + t (c01 + p (c11 + p c21)).
    int64_t cubic = c20 * FRACTION + pressure * (c30 * FRACTION) / RAW_SCALE;
    cubic = c10 * FRACTION + pressure * cubic / RAW_SCALE;
    int64_t mixed = c11 * FRACTION + pressure * (c21 * FRACTION) / RAW_SCALE;
    mixed = c01 * FRACTION + pressure * mixed / RAW_SCALE;
    const int64_t sum =
        c00 * FRACTION + pressure * cubic / RAW_SCALE + temperature * mixed / RAW_SCALE;
    return (int32_t)(sum / FRACTION) / PASCAL_PER_HECTOPASCAL;
}

/// Whether the sensor has what a step waits for.
static enum error readiness_of(const struct dps310_sensor_step *step, uint32_t wanted)
{
    return (step->bytes[0] & wanted) != 0 ? ERROR_NONE : ERROR_BUSY;
}

enum error dps310_step_take(uint32_t number, const struct dps310_sensor_step *step,
                            struct sensor_measured *measured)
{
    switch (number) {
    case STEP_START_WAIT:
        dps310.control = step->bytes[0] & CONTROL_TOLD;
        return readiness_of(step, CONTROL_COEFFICIENTS_READY);
    case STEP_COEFFICIENTS:
        (void)span_copy(SPAN_IN(dps310.coefficients), CONST_SPAN_IN(step->bytes));
        return ERROR_NONE;
    case STEP_PRESSURE_WAIT:
        return readiness_of(step, CONTROL_PRESSURE_READY);
    case STEP_TEMPERATURE_WAIT:
        return readiness_of(step, CONTROL_TEMPERATURE_READY);
    case STEP_READ:
        measured->value[0] = pressure_of(step);
        return ERROR_NONE;
    default:
        return ERROR_NONE;
    }
}

bool dps310_step_is_last(uint32_t number)
{
    return number == STEP_READ;
}
