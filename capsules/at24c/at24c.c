// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "at24c.h"

#include <lib/checked_index.h>

enum {
    PLACE_BYTES = 2, ///< before what is written, the higher one first
    PLACE_HIGH_BITS = 8,
    TRIES_MAX = 20,
    TRIES_PER_SECOND = 1000,
};

enum at24c_step {
    STEP_NONE,
    STEP_PROBE, ///< is anybody there?
    STEP_FETCH, ///< the client is to give its bytes
    STEP_LOOK,  ///< what does a page hold?
    STEP_WRITE,
};

static struct {
    bool is_started; ///< in this life of the capsule
    bool is_absent;
    bool is_at_bus;  ///< the buffer
    bool is_paused;  ///< until the next try
    bool is_written; ///< the page that is looked at
    uint8_t step;    ///< enum at24c_step
    uint8_t operation;
    uint8_t tries; ///< of the step that have failed
    uint32_t offset_bytes;
    uint32_t length_bytes;
    uint32_t done_bytes; ///< of these; where the page begins that is worked on
    struct at24c_sector {
        uint8_t bytes[STORAGE_SECTOR_BYTES];
    } sector; ///< what is to be written, or what was read
    uint8_t bytes[PLACE_BYTES + AT24C_PAGE_BYTES_MAX];
} at24c CAPSULE_STATE;

/// How many bytes of the request are in the page that is worked on.
static uint32_t page_left_bytes(void)
{
    const uint32_t begin = at24c.offset_bytes + at24c.done_bytes;
    const uint32_t room = at24c_geometry.page_bytes - begin % at24c_geometry.page_bytes;
    const uint32_t left = at24c.length_bytes - at24c.done_bytes;
    return left < room ? left : room;
}

void at24c_init(void)
{
    at24c.step = STEP_PROBE;
    deferred_call_request();
}

void at24c_describe(struct storage_description *description)
{
    description->length_bytes =
        at24c.is_absent ? 0
                        : at24c_geometry.length_bytes / STORAGE_SECTOR_BYTES * STORAGE_SECTOR_BYTES;
}

/// Notes a request that can be carried out. One that comes while the memory is looked for after a
/// start waits for that.
static void request_note(const struct storage_request *request)
{
    const uint32_t room = STORAGE_SECTOR_BYTES - request->offset_bytes % STORAGE_SECTOR_BYTES;
    at24c.operation = request->operation;
    at24c.offset_bytes = request->offset_bytes;
    at24c.length_bytes = request->length_bytes < room ? request->length_bytes : room;
    at24c.done_bytes = 0;
    at24c.is_written = false;
    if (at24c.step == STEP_NONE) {
        at24c.step = request->operation == STORAGE_WRITE ? STEP_FETCH : STEP_LOOK;
    }
    deferred_call_request();
}

void at24c_request(struct storage_request *request)
{
    struct storage_description region;
    at24c_describe(&region);
    if (region.length_bytes == 0) {
        request->status = ERROR_NO_DEVICE;
        if (at24c.step == STEP_NONE) {
            at24c.step = STEP_PROBE;
            deferred_call_request();
        }
    } else if (request->operation > STORAGE_WRITE || request->length_bytes == 0 ||
               request->offset_bytes > region.length_bytes ||
               request->length_bytes > region.length_bytes - request->offset_bytes) {
        request->status = ERROR_INVALID;
    } else if (at24c.length_bytes != 0) {
        request->status = ERROR_BUSY;
    } else {
        request->status = ERROR_NONE;
        request_note(request);
    }
}

/// Ends the request, if there is one.
static void request_end(enum error status)
{
    const uint32_t length_bytes = at24c.length_bytes;
    const uint32_t done_bytes = status == ERROR_NONE ? length_bytes : 0;
    struct storage_done done = {
        .status = status,
        .length_bytes = done_bytes,
        .bytes = CONST_SPAN_PART(at24c.sector.bytes, 0,
                                 at24c.operation == STORAGE_READ ? done_bytes : 0),
    };
    at24c.step = STEP_NONE;
    at24c.tries = 0;
    at24c.length_bytes = 0;
    if (length_bytes != 0) {
        (void)at24c_client.done(&done);
    }
}

/// Has the client put what is to be written into the sector.
static void bytes_fetch(void)
{
    at24c.sector = (struct at24c_sector){.bytes = {0}};
    struct storage_piece piece = {.bytes = SPAN_PART(at24c.sector.bytes, 0, at24c.length_bytes)};
    if (at24c_client.fetch(&piece) != ERROR_NONE || !piece.is_given) {
        request_end(ERROR_CANCEL);
    } else {
        at24c.step = STEP_LOOK;
    }
}

static enum error transfer_start(void)
{
    const uint32_t begin = at24c.offset_bytes + at24c.done_bytes;
    const uint32_t page_bytes = page_left_bytes();
    struct i2c_message message = {.address = at24c_place.address};
    at24c.bytes[0] = (uint8_t)(begin >> PLACE_HIGH_BITS);
    at24c.bytes[1] = (uint8_t)begin;
    if (at24c.step == STEP_LOOK) {
        message.write_bytes = PLACE_BYTES;
        message.read_bytes = (uint8_t)page_bytes;
    } else if (at24c.step == STEP_WRITE) {
        message.write_bytes = (uint8_t)(PLACE_BYTES + page_bytes);
        (void)span_copy(SPAN_PART(at24c.bytes, PLACE_BYTES, page_bytes),
                        CONST_SPAN_PART(at24c.sector.bytes, at24c.done_bytes, page_bytes));
    }
    const enum error error =
        transfer_buffer_write(transfer_buffer_home(0), 0, CONST_SPAN_IN(at24c.bytes));
    return error == ERROR_NONE ? at24c_bus.transfer(transfer_buffer_home(0), message) : error;
}

/// Takes a failure: the step is tried again, or was tried often enough.
static void failure_take(enum error error)
{
    at24c.tries++;
    if (at24c.tries < TRIES_MAX) {
        at24c.is_paused = true;
        timer_set(time_now() + time_hz() / TRIES_PER_SECOND);
        return;
    }
    at24c.is_absent = error == ERROR_NO_ACK;
    request_end(ERROR_FAILED);
}

void at24c_timer(void)
{
    at24c.is_paused = false;
    deferred_call_request();
}

void at24c_deferred(void)
{
    if (!at24c.is_started) {
        at24c.is_started = true;
        if (at24c.length_bytes == 0) {
            // Who waited before a restart.
            struct storage_done done = {.status = ERROR_RESERVE};
            (void)at24c_client.done(&done);
        }
    }
    if (at24c.step == STEP_FETCH) {
        bytes_fetch();
    }
    if (at24c.step == STEP_NONE || at24c.is_at_bus || at24c.is_paused) {
        return;
    }
    const enum error error = transfer_start();
    at24c.is_at_bus = error == ERROR_NONE;
    // A busy bus works for a life of this capsule that is over; the end of that comes here again.
    if (error != ERROR_NONE && error != ERROR_BUSY) {
        failure_take(error);
    }
}

/// Compares what a page holds with what it is to hold.
static bool is_page_right(uint32_t page_bytes)
{
    bool is_right = true;
    for (uint32_t i = 0; i < AT24C_PAGE_BYTES_MAX && i < page_bytes; i++) {
        is_right = is_right && AT(at24c.bytes, i) == AT(at24c.sector.bytes, at24c.done_bytes + i);
    }
    return is_right;
}

/// Takes what a page holds. Returns what the request ends with, or ERROR_BUSY if it goes on.
static enum error page_take(struct transfer_buffer buffer)
{
    const uint32_t page_bytes = page_left_bytes();
    if (transfer_buffer_read(buffer, 0, SPAN_PART(at24c.bytes, 0, page_bytes)) != ERROR_NONE) {
        return ERROR_FAILED;
    }
    if (at24c.operation == STORAGE_READ) {
        (void)span_copy(SPAN_PART(at24c.sector.bytes, at24c.done_bytes, page_bytes),
                        CONST_SPAN_PART(at24c.bytes, 0, page_bytes));
    } else if (!is_page_right(page_bytes)) {
        at24c.step = STEP_WRITE;
        return at24c.is_written ? ERROR_FAILED : ERROR_BUSY;
    }
    at24c.is_written = false;
    at24c.done_bytes += page_bytes;
    return at24c.done_bytes < at24c.length_bytes ? ERROR_BUSY : ERROR_NONE;
}

/// Takes the end of a step that went well.
static void step_take(struct transfer_buffer buffer)
{
    enum error status = ERROR_BUSY;
    at24c.tries = 0;
    if (at24c.step == STEP_LOOK) {
        status = page_take(buffer);
    } else if (at24c.step == STEP_WRITE) {
        at24c.is_written = true;
        at24c.step = STEP_LOOK;
    } else {
        // It is there. What was asked for meanwhile begins.
        at24c.is_absent = false;
        at24c.step = at24c.length_bytes == 0            ? STEP_NONE
                     : at24c.operation == STORAGE_WRITE ? STEP_FETCH
                                                        : STEP_LOOK;
    }
    if (status != ERROR_BUSY) {
        request_end(status);
    }
}

void at24c_done(const struct i2c_done *event)
{
    const bool was_at_bus = at24c.is_at_bus;
    at24c.is_at_bus = false;
    if (was_at_bus && event->status == ERROR_NONE) {
        step_take(event->buffer);
    } else if (was_at_bus) {
        failure_take(event->status);
    }
    deferred_call_request();
}
