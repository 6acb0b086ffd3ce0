// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "tmp421.h"

// Registers.
enum {
    TEMPERATURE_HIGH = 0x00, ///< of the first channel; that of the next one follows
    CONFIGURATION = 0x09,    ///< all zero: it measures for ever, from -55 to 127 degrees
    CHANNELS = 0x0A,
    CHANNELS_CORRECTED = 0x04, ///< for the resistance of the wires to the diodes
    CHANNELS_FIRST = 0x08,
    TEMPERATURE_LOW = 0x10,
    TEMPERATURE_LOW_MASK = 0xF0,
    TEMPERATURE_LOW_OPEN = 0x01, ///< no diode is there
    MANUFACTURER = 0xFE,
    MANUFACTURER_IS = 0x55,
    DEVICE = 0xFF,
    DEVICE_FIRST = 0x21, ///< it has two channels, the next one three
    DEVICE_LAST = 0x23,

    PER_DEGREE = 256,
    HUNDREDTHS = 100,
};

enum tmp421_step {
    STEP_MANUFACTURER,
    STEP_DEVICE,
    STEP_CONFIGURE,
    STEP_CHANNELS,
    STEP_HIGH, ///< holds the low byte that belongs to it
    STEP_LOW,
};

static struct {
    uint8_t high;
} tmp421 CAPSULE_STATE;

void tmp421_step_prepare(uint32_t number, struct tmp421_sensor_step *step)
{
    step->read_bytes = 1;
    switch (number) {
    case STEP_MANUFACTURER:
        step->bytes[0] = MANUFACTURER;
        break;
    case STEP_DEVICE:
        step->bytes[0] = DEVICE;
        break;
    case STEP_CONFIGURE:
        step->bytes[0] = CONFIGURATION;
        step->write_bytes = 2;
        step->read_bytes = 0;
        break;
    case STEP_CHANNELS:
        step->bytes[0] = CHANNELS;
        step->bytes[1] =
            (uint8_t)(CHANNELS_CORRECTED | CHANNELS_FIRST | CHANNELS_FIRST << tmp421_channel);
        step->write_bytes = 2;
        step->read_bytes = 0;
        break;
    case STEP_HIGH:
        step->bytes[0] = (uint8_t)(TEMPERATURE_HIGH + tmp421_channel);
        break;
    default:
        step->bytes[0] = (uint8_t)(TEMPERATURE_LOW + tmp421_channel);
        break;
    }
}

/// Whether a device that says so has the channel.
static bool has_channel(uint32_t device)
{
    return device >= DEVICE_FIRST && device <= DEVICE_LAST &&
           tmp421_channel <= device - DEVICE_FIRST + 1;
}

enum error tmp421_step_take(uint32_t number, const struct tmp421_sensor_step *step,
                            struct sensor_measured *measured)
{
    const uint8_t byte = step->bytes[0];
    switch (number) {
    case STEP_MANUFACTURER:
        return byte == MANUFACTURER_IS ? ERROR_NONE : ERROR_NO_DEVICE;
    case STEP_DEVICE:
        return has_channel(byte) ? ERROR_NONE : ERROR_NO_DEVICE;
    case STEP_HIGH:
        tmp421.high = byte;
        return ERROR_NONE;
    case STEP_LOW:
        if ((byte & TEMPERATURE_LOW_OPEN) != 0) {
            return ERROR_NO_DEVICE;
        }
        measured->value[0] =
            (int16_t)(tmp421.high << 8 | (byte & TEMPERATURE_LOW_MASK)) * HUNDREDTHS / PER_DEGREE;
        return ERROR_NONE;
    default:
        return ERROR_NONE;
    }
}

bool tmp421_step_is_last(uint32_t number)
{
    return number == STEP_LOW;
}
