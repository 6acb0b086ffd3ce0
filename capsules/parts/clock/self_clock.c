// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "self_clock.h"

#include "self.h"

static struct {
    bool is_started; ///< in this life of the capsule
    bool is_busy;    ///< with a request
    bool is_at_bus;  ///< the buffer
    uint32_t number; ///< of the step
    struct date_time time;
    struct self_clock_step step;
} self_clock CAPSULE_STATE;

void self_init(void)
{
    deferred_call_request();
}

static void request_start(struct date_time_request *request, uint32_t number)
{
    request->status = self_clock.is_busy ? ERROR_BUSY : ERROR_NONE;
    if (!self_clock.is_busy) {
        self_clock.is_busy = true;
        self_clock.number = number;
        self_clock.time = request->time;
        deferred_call_request();
    }
}

void self_get(struct date_time_request *request)
{
    request_start(request, SELF_GET_FIRST);
}

void self_set(struct date_time_request *request)
{
    if (request->time.year < SELF_YEAR_FIRST || request->time.year > SELF_YEAR_LAST ||
        !date_time_is_valid(&request->time)) {
        request->status = ERROR_INVALID;
    } else {
        request_start(request, SELF_SET_FIRST);
    }
}

static void request_end(enum error status)
{
    struct date_time_done done = {.status = status};
    if (status == ERROR_NO_ACK) {
        done.status = ERROR_NO_DEVICE;
    }
    if (status == ERROR_NONE && self_clock.number == SELF_GET_LAST) {
        done.time = self_clock.time;
    }
    self_clock.is_busy = false;
    (void)self_client.done(&done);
}

static enum error step_start(void)
{
    self_clock.step = (struct self_clock_step){.write_bytes = 1};
    self_step_prepare(self_clock.number, &self_clock.time, &self_clock.step);
    const struct i2c_message message = {
        .address = self_place.address,
        .write_bytes = self_clock.step.write_bytes,
        .read_bytes = self_clock.step.read_bytes,
    };
    const enum error error =
        transfer_buffer_write(transfer_buffer_home(0), 0, CONST_SPAN_IN(self_clock.step.bytes));
    return error == ERROR_NONE ? self_bus.transfer(transfer_buffer_home(0), message) : error;
}

void self_deferred(void)
{
    if (!self_clock.is_started) {
        self_clock.is_started = true;
        if (!self_clock.is_busy) {
            // Who waited before a restart.
            struct date_time_done done = {.status = ERROR_RESERVE};
            (void)self_client.done(&done);
        }
    }
    if (!self_clock.is_busy || self_clock.is_at_bus) {
        return;
    }
    const enum error error = step_start();
    self_clock.is_at_bus = error == ERROR_NONE;
    // A busy bus works for a life of this capsule that is over; the end of that comes here again.
    if (error != ERROR_NONE && error != ERROR_BUSY) {
        request_end(ERROR_FAILED);
    }
}

/// Takes what a step has read.
static enum error step_take(struct transfer_buffer buffer)
{
    if (transfer_buffer_read(buffer, 0, SPAN_IN(self_clock.step.bytes)) != ERROR_NONE) {
        return ERROR_FAILED;
    }
    const enum error error = self_step_take(self_clock.number, &self_clock.step, &self_clock.time);
    const bool is_told = error == ERROR_NONE && self_clock.number == SELF_GET_LAST;
    return is_told && !date_time_is_valid(&self_clock.time) ? ERROR_FAILED : error;
}

void self_done(const struct i2c_done *event)
{
    const bool was_at_bus = self_clock.is_at_bus;
    enum error status = event->status;
    self_clock.is_at_bus = false;
    if (!was_at_bus) {
        deferred_call_request(); // Whoever has asked since the restart has waited for this.
        return;
    }
    if (status == ERROR_NONE) {
        status = step_take(event->buffer);
    }
    if (status == ERROR_NONE && self_clock.number != SELF_GET_LAST &&
        self_clock.number != SELF_SET_LAST) {
        self_clock.number++;
        deferred_call_request();
        return;
    }
    request_end(status);
}

uint8_t self_decimal_of(uint32_t value)
{
    return (uint8_t)(value / 10 << 4 | value % 10);
}

uint8_t self_value_of(uint32_t byte)
{
    const uint32_t high = byte >> 4;
    const uint32_t low = byte & 0xF;
    return high > 9 || low > 9 ? UINT8_MAX : (uint8_t)(high * 10 + low);
}
