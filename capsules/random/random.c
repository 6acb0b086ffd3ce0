// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "random.h"

#include <lib/checked_index.h>

static struct {
    bool is_busy; ///< the source fills the buffer
    struct random_given given;
} random CAPSULE_STATE;

static enum error source_ask(size_t length_bytes);
static enum error bytes_take(const struct entropy_filled *event);
static void client_tell(void);

void random_init(void)
{
    // After a restart the client may wait for what was asked for before.
    deferred_call_request();
}

void random_deferred(void)
{
    if (random.is_busy) {
        return; // The client has asked again, and learns of the end of that.
    }
    random.given.status = ERROR_RESERVE;
    random.given.length_bytes = 0;
    client_tell();
}

void random_request(struct random_request *request)
{
    if (!random_entropy.is_present()) {
        request->status = ERROR_NO_DEVICE;
    } else if (request->length_bytes == 0) {
        request->status = ERROR_NONE;
    } else if (random.is_busy) {
        request->status = ERROR_BUSY;
    } else {
        request->status = source_ask(request->length_bytes);
    }
}

static enum error source_ask(size_t length_bytes)
{
    size_t count = length_bytes < RANDOM_BYTES_MAX ? length_bytes : RANDOM_BYTES_MAX;
    enum error error = random_entropy.request(transfer_buffer_home(0), count);
    random.is_busy = error == ERROR_NONE;
    // A busy source works for somebody else; "busy" of this capsule means that an end will follow.
    return error == ERROR_BUSY ? ERROR_RESERVE : error;
}

void random_filled(const struct entropy_filled *event)
{
    // An end that was on its way when the capsule was restarted is nobody's.
    if (!random.is_busy) {
        return;
    }
    random.is_busy = false;
    random.given.length_bytes = 0;
    random.given.status = event->status;
    if (event->status == ERROR_NONE) {
        random.given.status = bytes_take(event);
    }
    client_tell();
}

static enum error bytes_take(const struct entropy_filled *event)
{
    if (event->length_bytes > RANDOM_BYTES_MAX) {
        return ERROR_FAILED;
    }
    random.given.length_bytes = event->length_bytes;
    return transfer_buffer_read(event->buffer, 0,
                                SPAN_PART(random.given.bytes, 0, event->length_bytes));
}

/// Gives the client what there is, and forgets it, here and in the buffer.
static void client_tell(void)
{
    (void)random_client.given(&random.given);
    for (size_t i = 0; i < RANDOM_BYTES_MAX; i++) {
        AT(random.given.bytes, i) = 0;
    }
    // While the source has the buffer, there is nothing in it that was given.
    enum error error = transfer_buffer_write(
        transfer_buffer_home(0), 0, CONST_SPAN_PART(random.given.bytes, 0, RANDOM_BYTES_MAX));
    (void)error;
}
