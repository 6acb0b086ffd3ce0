// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "emc1413.h"

#include <lib/checked_index.h>

// Registers.
enum {
    CONFIGURATION = 0x09, ///< as it is written; all zero: it measures for ever, from 0 degrees on
    DIODE_FAULTS = 0x1B,  ///< a bit for each channel
    DEVICE = 0xFD,
    DEVICE_IS_EMC1413 = 0x21,
    DEVICE_IS_EMC1414 = 0x25,
    MANUFACTURER = 0xFE,
    MANUFACTURER_IS = 0x5D,

    LOW_BITS = 8,
    LOW_UNUSED_BITS = 5,
    PER_DEGREE = 8,
    DEGREES_MAX = 127,
    HUNDREDTHS = 100,
    CHANNEL_COUNT = 4,
};

/// Where the channels have their bytes.
static const struct {
    uint8_t high[CHANNEL_COUNT];
    uint8_t low[CHANNEL_COUNT];
} registers = {.high = {0x00, 0x01, 0x23, 0x2A}, .low = {0x29, 0x10, 0x24, 0x2B}};

enum emc1413_step {
    STEP_MANUFACTURER,
    STEP_DEVICE,
    STEP_CONFIGURE,
    STEP_FAULTS,
    STEP_HIGH, ///< holds the low byte that belongs to it
    STEP_LOW,
};

static struct {
    uint8_t high;
} emc1413 CAPSULE_STATE;

void emc1413_step_prepare(uint32_t number, struct emc1413_sensor_step *step)
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
    case STEP_FAULTS:
        step->bytes[0] = DIODE_FAULTS;
        break;
    case STEP_HIGH:
        step->bytes[0] = AT(registers.high, emc1413_channel);
        break;
    default:
        step->bytes[0] = AT(registers.low, emc1413_channel);
        break;
    }
}

/// Whether a device that says so has the channel.
static bool has_channel(uint32_t device)
{
    return device == DEVICE_IS_EMC1414 ||
           (device == DEVICE_IS_EMC1413 && emc1413_channel < CHANNEL_COUNT - 1);
}

enum error emc1413_step_take(uint32_t number, const struct emc1413_sensor_step *step,
                             struct sensor_measured *measured)
{
    const uint8_t byte = step->bytes[0];
    switch (number) {
    case STEP_MANUFACTURER:
        return byte == MANUFACTURER_IS ? ERROR_NONE : ERROR_NO_DEVICE;
    case STEP_DEVICE:
        return has_channel(byte) ? ERROR_NONE : ERROR_NO_DEVICE;
    case STEP_FAULTS:
        return (byte >> emc1413_channel & 1) == 0 ? ERROR_NONE : ERROR_NO_DEVICE;
    case STEP_HIGH:
        emc1413.high = byte;
        return byte <= DEGREES_MAX ? ERROR_NONE : ERROR_FAILED;
    case STEP_LOW:
        measured->value[0] =
            (emc1413.high << LOW_BITS | byte) / (1 << LOW_UNUSED_BITS) * HUNDREDTHS / PER_DEGREE;
        return ERROR_NONE;
    default:
        return ERROR_NONE;
    }
}

bool emc1413_step_is_last(uint32_t number)
{
    return number == STEP_LOW;
}
