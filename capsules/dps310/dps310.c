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
    BYTES_MAX = COEFFICIENTS_BYTES,
    LOOKS_MAX = 50,         // at a sensor that is not ready
    LOOKS_PER_SECOND = 500, // a measurement takes 3.6 ms, a start 40 ms
    RAW_SCALE = 524288,     // of values that are not averaged
    FRACTION = 256,         // with so many parts of a pascal the pressure is computed
    PASCAL_PER_HECTOPASCAL = 100,
};

/// One run. Each step writes, and reads if anything comes of it.
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
    bool is_started; ///< in this life of the capsule
    bool is_absent;  ///< the last run found nobody
    bool is_wanted;  ///< somebody waits for the end of the run
    bool is_running; ///< with this step
    bool is_at_bus;  ///< the buffer
    uint8_t step;
    bool is_waiting; ///< for the time of the next look
    uint8_t looks;   ///< at a sensor that was not ready
    uint8_t control; ///< what it tells there: when that is set, this is written as it was
    uint8_t bytes[BYTES_MAX];
    uint8_t coefficients[COEFFICIENTS_BYTES];
} dps310 CAPSULE_STATE;

/// What a step writes: a register, and what that is set to. Returns how many bytes it reads.
static uint8_t step_prepare(struct i2c_message *message)
{
    message->write_bytes = 1;
    switch (dps310.step) {
    case STEP_CONFIGURE:
        dps310.bytes[0] = PRESSURE_CONFIGURATION;
        dps310.bytes[1] = 0;
        dps310.bytes[2] = TEMPERATURE_EXTERNAL;
        message->write_bytes = 3;
        return 0;
    case STEP_COEFFICIENTS:
        dps310.bytes[0] = COEFFICIENTS;
        return COEFFICIENTS_BYTES;
    case STEP_PRESSURE:
        dps310.bytes[0] = CONTROL;
        dps310.bytes[1] = dps310.control | CONTROL_PRESSURE;
        message->write_bytes = 2;
        return 0;
    case STEP_TEMPERATURE:
        dps310.bytes[0] = CONTROL;
        dps310.bytes[1] = dps310.control | CONTROL_TEMPERATURE;
        message->write_bytes = 2;
        return 0;
    case STEP_READ:
        dps310.bytes[0] = VALUES;
        return VALUES_BYTES;
    default:
        dps310.bytes[0] = CONTROL;
        return 1;
    }
}

static enum error step_start(void)
{
    struct i2c_message message = {.address = dps310_place.address};
    message.read_bytes = step_prepare(&message);
    const enum error error =
        transfer_buffer_write(transfer_buffer_home(0), 0, CONST_SPAN_IN(dps310.bytes));
    return error == ERROR_NONE ? dps310_bus.transfer(transfer_buffer_home(0), message) : error;
}

void dps310_init(void)
{
    // A run for nobody finds out whether the sensor is there.
    dps310.is_running = true;
    deferred_call_request();
}

void dps310_measure(struct sensor_request *request)
{
    request->status = dps310.is_absent ? ERROR_NO_DEVICE : ERROR_NONE;
    dps310.is_wanted = dps310.is_wanted || !dps310.is_absent;
    // One that was not there may have come.
    if (!dps310.is_running) {
        dps310.is_running = true;
        dps310.step = STEP_CONFIGURE;
        deferred_call_request();
    }
}

/// Ends a run, and tells who waits.
static void run_end(struct sensor_measured *measured)
{
    if (measured->status == ERROR_NO_ACK) {
        measured->status = ERROR_NO_DEVICE;
    }
    const bool is_wanted = dps310.is_wanted;
    dps310.is_absent = measured->status == ERROR_NO_DEVICE;
    dps310.is_wanted = false;
    dps310.is_running = false;
    if (is_wanted) {
        (void)dps310_client.measured(measured);
    }
}

void dps310_deferred(void)
{
    struct sensor_measured measured = {.status = ERROR_RESERVE};
    if (!dps310.is_started) {
        dps310.is_started = true;
        if (!dps310.is_wanted) {
            // Who waited before a restart.
            (void)dps310_client.measured(&measured);
        }
    }
    if (!dps310.is_running || dps310.is_at_bus || dps310.is_waiting) {
        return;
    }
    measured.status = step_start();
    dps310.is_at_bus = measured.status == ERROR_NONE;
    // A busy bus works for a life of this capsule that is over; the end of that comes here again.
    if (measured.status != ERROR_NONE && measured.status != ERROR_BUSY) {
        measured.status = ERROR_FAILED;
        run_end(&measured);
    }
}

void dps310_timer(void)
{
    dps310.is_waiting = false;
    deferred_call_request();
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
static int64_t raw_at(size_t place)
{
    return signed_value((uint32_t)AT(dps310.bytes, place) << 16 |
                            (uint32_t)AT(dps310.bytes, place + 1) << 8 |
                            AT(dps310.bytes, place + 2),
                        24);
}

/// What is computed of both values with the coefficients, in hectopascal. No value of 24 bits and
/// no coefficient makes it overflow.
static int32_t pressure_of_bytes(void)
{
    const int64_t pressure = raw_at(0);
    const int64_t temperature = raw_at(3);
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

/// Whether the sensor has what a step waits for; ERROR_BUSY: not yet.
static enum error readiness_of(uint32_t wanted)
{
    if ((dps310.bytes[0] & wanted) != 0) {
        dps310.looks = 0;
        return ERROR_NONE;
    }
    dps310.looks++;
    return dps310.looks < LOOKS_MAX ? ERROR_BUSY : ERROR_FAILED;
}

/// Takes what a step has read. ERROR_BUSY: the step has to be made again.
static enum error step_take(struct transfer_buffer buffer, struct sensor_measured *measured)
{
    const enum error error = transfer_buffer_read(buffer, 0, SPAN_IN(dps310.bytes));
    if (error != ERROR_NONE) {
        return ERROR_FAILED;
    }
    switch (dps310.step) {
    case STEP_CONFIGURE:
        dps310.looks = 0;
        return ERROR_NONE;
    case STEP_START_WAIT:
        dps310.control = dps310.bytes[0] & CONTROL_TOLD;
        return readiness_of(CONTROL_COEFFICIENTS_READY);
    case STEP_COEFFICIENTS:
        (void)span_copy(SPAN_IN(dps310.coefficients), CONST_SPAN_IN(dps310.bytes));
        return ERROR_NONE;
    case STEP_PRESSURE_WAIT:
        return readiness_of(CONTROL_PRESSURE_READY);
    case STEP_TEMPERATURE_WAIT:
        return readiness_of(CONTROL_TEMPERATURE_READY);
    case STEP_READ:
        measured->value[0] = pressure_of_bytes();
        return ERROR_NONE;
    default:
        return ERROR_NONE;
    }
}

void dps310_done(const struct i2c_done *event)
{
    const bool was_at_bus = dps310.is_at_bus;
    struct sensor_measured measured = {.status = event->status};
    dps310.is_at_bus = false;
    if (was_at_bus && measured.status == ERROR_NONE) {
        measured.status = step_take(event->buffer, &measured);
        if (measured.status == ERROR_BUSY) {
            dps310.is_waiting = true;
            timer_set(time_now() + time_hz() / LOOKS_PER_SECOND);
            return;
        }
    }
    if (was_at_bus && (dps310.step == STEP_READ || measured.status != ERROR_NONE)) {
        run_end(&measured);
        return;
    }
    dps310.step = (uint8_t)(dps310.step + (was_at_bus ? 1 : 0));
    deferred_call_request();
}
