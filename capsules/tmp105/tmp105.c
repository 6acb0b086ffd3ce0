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

static struct {
    bool is_started; ///< in this life of the capsule
    bool is_absent;  ///< the last run found nobody
    bool is_wanted;  ///< somebody waits for the end of the run
    bool is_running; ///< with this step
    bool is_at_bus;  ///< the buffer
    uint8_t step;
    uint8_t bytes[REGISTER_BYTES];
} tmp105 CAPSULE_STATE;

static enum error step_start(void)
{
    struct i2c_message message = {.address = tmp105_place.address, .write_bytes = 1};
    if (tmp105.step == STEP_CONFIGURE) {
        tmp105.bytes[0] = CONFIGURATION;
        tmp105.bytes[1] = CONFIGURATION_FINE;
        message.write_bytes = REGISTER_BYTES;
    } else {
        tmp105.bytes[0] = TEMPERATURE;
        message.read_bytes = REGISTER_BYTES;
    }
    const enum error error =
        transfer_buffer_write(transfer_buffer_home(0), 0, CONST_SPAN_IN(tmp105.bytes));
    return error == ERROR_NONE ? tmp105_bus.transfer(transfer_buffer_home(0), message) : error;
}

/// Takes what a step has read.
static enum error step_take(struct transfer_buffer buffer, struct sensor_measured *measured)
{
    const enum error error = transfer_buffer_read(buffer, 0, SPAN_IN(tmp105.bytes));
    const int16_t value = (int16_t)(tmp105.bytes[0] << 8 | tmp105.bytes[1]);
    measured->value[0] = value * HUNDREDTHS / PER_DEGREE;
    return error;
}

void tmp105_init(void)
{
    // A run for nobody finds out whether the sensor is there.
    tmp105.is_running = true;
    deferred_call_request();
}

void tmp105_measure(struct sensor_request *request)
{
    request->status = tmp105.is_absent ? ERROR_NO_DEVICE : ERROR_NONE;
    tmp105.is_wanted = tmp105.is_wanted || !tmp105.is_absent;
    // One that was not there may have come.
    if (!tmp105.is_running) {
        tmp105.is_running = true;
        tmp105.step = STEP_CONFIGURE;
        deferred_call_request();
    }
}

/// Ends a run, and tells who waits.
static void run_end(struct sensor_measured *measured)
{
    if (measured->status == ERROR_NO_ACK) {
        measured->status = ERROR_NO_DEVICE;
    }
    const bool is_wanted = tmp105.is_wanted;
    tmp105.is_absent = measured->status == ERROR_NO_DEVICE;
    tmp105.is_wanted = false;
    tmp105.is_running = false;
    if (is_wanted) {
        (void)tmp105_client.measured(measured);
    }
}

void tmp105_deferred(void)
{
    struct sensor_measured measured = {.status = ERROR_RESERVE};
    if (!tmp105.is_started) {
        tmp105.is_started = true;
        if (!tmp105.is_wanted) {
            // Who waited before a restart.
            (void)tmp105_client.measured(&measured);
        }
    }
    if (!tmp105.is_running || tmp105.is_at_bus) {
        return;
    }
    measured.status = step_start();
    tmp105.is_at_bus = measured.status == ERROR_NONE;
    // A busy bus works for a life of this capsule that is over; the end of that comes here again.
    if (measured.status != ERROR_NONE && measured.status != ERROR_BUSY) {
        measured.status = ERROR_FAILED;
        run_end(&measured);
    }
}

void tmp105_done(const struct i2c_done *event)
{
    const bool was_at_bus = tmp105.is_at_bus;
    struct sensor_measured measured = {.status = event->status};
    tmp105.is_at_bus = false;
    if (was_at_bus && measured.status == ERROR_NONE) {
        measured.status = step_take(event->buffer, &measured);
    }
    if (was_at_bus && (tmp105.step == STEP_READ || measured.status != ERROR_NONE)) {
        run_end(&measured);
        return;
    }
    tmp105.step = (uint8_t)(tmp105.step + (was_at_bus ? 1 : 0));
    deferred_call_request();
}
