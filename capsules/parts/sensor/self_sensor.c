// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "self_sensor.h"

#include "self.h"

enum {
    LOOKS_MAX = 50, // at a sensor that is not ready
    LOOKS_PER_SECOND = 500,
};

static struct {
    bool is_started; ///< in this life of the capsule
    bool is_absent;  ///< the last run found nobody
    bool is_wanted;  ///< somebody waits for the end of the run
    bool is_running; ///< with this step
    bool is_at_bus;  ///< the buffer
    bool is_waiting; ///< for the time of the next look
    uint8_t looks;   ///< at a sensor that was not ready
    uint32_t number; ///< of the step
    struct self_sensor_step step;
} self_sensor CAPSULE_STATE;

void self_init(void)
{
    self_sensor.is_running = true;
    deferred_call_request();
}

void self_measure(struct sensor_request *request)
{
    request->status = self_sensor.is_absent ? ERROR_NO_DEVICE : ERROR_NONE;
    self_sensor.is_wanted = self_sensor.is_wanted || !self_sensor.is_absent;
    if (!self_sensor.is_running) {
        self_sensor.is_running = true;
        self_sensor.number = 0;
        deferred_call_request();
    }
}

static enum error step_start(void)
{
    self_sensor.step = (struct self_sensor_step){.write_bytes = 1};
    self_step_prepare(self_sensor.number, &self_sensor.step);
    const struct i2c_message message = {
        .address = self_place.address,
        .write_bytes = self_sensor.step.write_bytes,
        .read_bytes = self_sensor.step.read_bytes,
    };
    const enum error error =
        transfer_buffer_write(transfer_buffer_home(0), 0, CONST_SPAN_IN(self_sensor.step.bytes));
    return error == ERROR_NONE ? self_bus.transfer(transfer_buffer_home(0), message) : error;
}

/// Ends a run, and tells who waits.
static void run_end(struct sensor_measured *measured)
{
    if (measured->status == ERROR_NO_ACK) {
        measured->status = ERROR_NO_DEVICE;
    }
    const bool is_wanted = self_sensor.is_wanted;
    self_sensor.is_absent = measured->status == ERROR_NO_DEVICE;
    self_sensor.is_wanted = false;
    self_sensor.is_running = false;
    if (is_wanted) {
        (void)self_client.measured(measured);
    }
}

void self_deferred(void)
{
    struct sensor_measured measured = {.status = ERROR_RESERVE};
    if (!self_sensor.is_started) {
        self_sensor.is_started = true;
        if (!self_sensor.is_wanted) {
            // Who waited before a restart.
            (void)self_client.measured(&measured);
        }
    }
    if (!self_sensor.is_running || self_sensor.is_at_bus || self_sensor.is_waiting) {
        return;
    }
    measured.status = step_start();
    self_sensor.is_at_bus = measured.status == ERROR_NONE;
    // A busy bus works for a life of this capsule that is over; the end of that comes here again.
    if (measured.status != ERROR_NONE && measured.status != ERROR_BUSY) {
        measured.status = ERROR_FAILED;
        run_end(&measured);
    }
}

void self_timer(void)
{
    self_sensor.is_waiting = false;
    deferred_call_request();
}

/// Takes what a step has read. ERROR_BUSY: it has to be made again, and still may be.
static enum error step_take(struct transfer_buffer buffer, struct sensor_measured *measured)
{
    if (transfer_buffer_read(buffer, 0, SPAN_IN(self_sensor.step.bytes)) != ERROR_NONE) {
        return ERROR_FAILED;
    }
    const enum error error = self_step_take(self_sensor.number, &self_sensor.step, measured);
    self_sensor.looks = error == ERROR_BUSY ? self_sensor.looks + 1 : 0;
    return self_sensor.looks < LOOKS_MAX ? error : ERROR_FAILED;
}

void self_done(const struct i2c_done *event)
{
    struct sensor_measured measured = {.status = event->status};
    if (!self_sensor.is_at_bus) {
        deferred_call_request(); // Whoever has asked since the restart has waited for this.
        return;
    }
    self_sensor.is_at_bus = false;
    if (measured.status == ERROR_NONE) {
        measured.status = step_take(event->buffer, &measured);
        if (measured.status == ERROR_BUSY) {
            self_sensor.is_waiting = true;
            timer_set(time_now() + time_hz() / LOOKS_PER_SECOND);
            return;
        }
    }
    if (measured.status != ERROR_NONE || self_step_is_last(self_sensor.number)) {
        self_sensor.looks = 0;
        run_end(&measured);
        return;
    }
    self_sensor.number++;
    deferred_call_request();
}
