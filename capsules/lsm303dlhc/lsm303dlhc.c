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

static struct {
    bool is_started; ///< in this life of the capsule
    bool is_absent;  ///< the last run found nobody
    bool is_wanted;  ///< somebody waits for the end of the run
    bool is_running; ///< with this step
    bool is_at_bus;  ///< the buffer
    uint8_t step;
    uint8_t bytes[FIELD_BYTES];
} lsm303dlhc CAPSULE_STATE;

static enum error step_start(void)
{
    struct i2c_message message = {.address = lsm303dlhc_place.address, .write_bytes = 1};
    if (lsm303dlhc.step == STEP_CONFIGURE) {
        lsm303dlhc.bytes[0] = CONTROL;
        lsm303dlhc.bytes[1] = CONTROL_RATE;
        lsm303dlhc.bytes[2] = CONTROL_GAIN;
        lsm303dlhc.bytes[3] = CONTROL_CONTINUOUS;
        message.write_bytes = CONTROL_BYTES;
    } else {
        lsm303dlhc.bytes[0] = FIELD;
        message.read_bytes = FIELD_BYTES;
    }
    const enum error error =
        transfer_buffer_write(transfer_buffer_home(0), 0, CONST_SPAN_IN(lsm303dlhc.bytes));
    return error == ERROR_NONE ? lsm303dlhc_bus.transfer(transfer_buffer_home(0), message) : error;
}

/// The value in one of the places that the sensor tells.
static int32_t value_at(size_t place)
{
    return (int16_t)(AT(lsm303dlhc.bytes, 2 * place) << 8 | AT(lsm303dlhc.bytes, 2 * place + 1));
}

/// Takes what a step has read.
static enum error step_take(struct transfer_buffer buffer, struct sensor_measured *measured)
{
    if (lsm303dlhc.step == STEP_CONFIGURE) {
        return ERROR_NONE;
    }
    const enum error error = transfer_buffer_read(buffer, 0, SPAN_IN(lsm303dlhc.bytes));
    const int32_t x = value_at(PLACE_X);
    const int32_t y = value_at(PLACE_Y);
    const int32_t z = value_at(PLACE_Z);
    if (error == ERROR_NONE &&
        (x == FIELD_OVERFLOW || y == FIELD_OVERFLOW || z == FIELD_OVERFLOW)) {
        return ERROR_SIZE;
    }
    measured->value[0] = x * X_Y_NUMERATOR / X_Y_DENOMINATOR;
    measured->value[1] = y * X_Y_NUMERATOR / X_Y_DENOMINATOR;
    measured->value[2] = z * Z_NUMERATOR / Z_DENOMINATOR;
    return error;
}

void lsm303dlhc_init(void)
{
    // A run for nobody finds out whether the sensor is there.
    lsm303dlhc.is_running = true;
    deferred_call_request();
}

void lsm303dlhc_measure(struct sensor_request *request)
{
    request->status = lsm303dlhc.is_absent ? ERROR_NO_DEVICE : ERROR_NONE;
    lsm303dlhc.is_wanted = lsm303dlhc.is_wanted || !lsm303dlhc.is_absent;
    // One that was not there may have come.
    if (!lsm303dlhc.is_running) {
        lsm303dlhc.is_running = true;
        lsm303dlhc.step = STEP_CONFIGURE;
        deferred_call_request();
    }
}

/// Ends a run, and tells who waits.
static void run_end(struct sensor_measured *measured)
{
    if (measured->status == ERROR_NO_ACK) {
        measured->status = ERROR_NO_DEVICE;
    }
    const bool is_wanted = lsm303dlhc.is_wanted;
    lsm303dlhc.is_absent = measured->status == ERROR_NO_DEVICE;
    lsm303dlhc.is_wanted = false;
    lsm303dlhc.is_running = false;
    if (is_wanted) {
        (void)lsm303dlhc_client.measured(measured);
    }
}

void lsm303dlhc_deferred(void)
{
    struct sensor_measured measured = {.status = ERROR_RESERVE};
    if (!lsm303dlhc.is_started) {
        lsm303dlhc.is_started = true;
        if (!lsm303dlhc.is_wanted) {
            // Who waited before a restart.
            (void)lsm303dlhc_client.measured(&measured);
        }
    }
    if (!lsm303dlhc.is_running || lsm303dlhc.is_at_bus) {
        return;
    }
    measured.status = step_start();
    lsm303dlhc.is_at_bus = measured.status == ERROR_NONE;
    // A busy bus works for a life of this capsule that is over; the end of that comes here again.
    if (measured.status != ERROR_NONE && measured.status != ERROR_BUSY) {
        measured.status = ERROR_FAILED;
        run_end(&measured);
    }
}

void lsm303dlhc_done(const struct i2c_done *event)
{
    const bool was_at_bus = lsm303dlhc.is_at_bus;
    struct sensor_measured measured = {.status = event->status};
    lsm303dlhc.is_at_bus = false;
    if (was_at_bus && measured.status == ERROR_NONE) {
        measured.status = step_take(event->buffer, &measured);
    }
    if (was_at_bus && (lsm303dlhc.step == STEP_READ || measured.status != ERROR_NONE)) {
        run_end(&measured);
        return;
    }
    lsm303dlhc.step = (uint8_t)(lsm303dlhc.step + (was_at_bus ? 1 : 0));
    deferred_call_request();
}
