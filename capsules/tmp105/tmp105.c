// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "tmp105.h"

// Registers, and what the second one is set to: all twelve bits of the value, measured for ever.
enum {
    TEMPERATURE = 0,
    CONFIGURATION = 1,
    CONFIGURATION_FINE = 0x60,
    REGISTER_BYTES = 2,
    PER_DEGREE = 256,
    HUNDREDTHS = 100,
};

enum tmp105_step { STEP_CONFIGURE, STEP_READ };

void tmp105_step_prepare(uint32_t number, struct tmp105_sensor_step *step)
{
    if (number == STEP_CONFIGURE) {
        step->bytes[0] = CONFIGURATION;
        step->bytes[1] = CONFIGURATION_FINE;
        step->write_bytes = 2;
    } else {
        step->bytes[0] = TEMPERATURE;
        step->read_bytes = REGISTER_BYTES;
    }
}

enum error tmp105_step_take(uint32_t number, const struct tmp105_sensor_step *step,
                            struct sensor_measured *measured)
{
    if (number == STEP_READ) {
        const int16_t value = (int16_t)(step->bytes[0] << 8 | step->bytes[1]);
        measured->value[0] = value * HUNDREDTHS / PER_DEGREE;
    }
    return ERROR_NONE;
}

bool tmp105_step_is_last(uint32_t number)
{
    return number == STEP_READ;
}
