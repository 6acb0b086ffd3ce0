// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "random.h"

#include <hand_over/entropy.h>
#include <lib/cell.h>
#include <lib/checked_index.h>

static struct {
    VALUE_CELL(bool) is_busy; ///< the source has been asked
    struct take_cell buffer;
    struct random_given given; ///< for client_tell() only, which the client does not come back to
} random CAPSULE_STATE;

static enum error source_ask(size_t length_bytes);
static void client_tell(enum error status, size_t length_bytes);
static enum error bytes_take(size_t length_bytes, struct const_span zeros);

void random_init(void)
{
    // After a restart the client may wait for what was asked for before.
    deferred_call_request();
}

void random_deferred(void)
{
    // If the client has asked again, it learns of the end of that.
    if (!VALUE_GET(random.is_busy)) {
        client_tell(ERROR_RESERVE, 0);
    }
}

void random_request(struct random_request *request)
{
    if (!random_entropy.is_present()) {
        request->status = ERROR_NO_DEVICE;
    } else if (request->length_bytes == 0) {
        request->status = ERROR_NONE;
    } else if (VALUE_GET(random.is_busy)) {
        request->status = ERROR_BUSY;
    } else {
        request->status = source_ask(request->length_bytes);
    }
}

/// What came back is found under the name that it has now: a source that has been restarted does
/// not know it.
static void buffer_find(void)
{
    (void)!cell_fill(&random.buffer, transfer_buffer_home(0));
}

static enum error source_ask(size_t length_bytes)
{
    buffer_find();
    if (!cell_try_take(&random.buffer)) {
        return ERROR_RESERVE;
    }
    size_t count = length_bytes < RANDOM_BYTES_MAX ? length_bytes : RANDOM_BYTES_MAX;
    enum error error = entropy_source_request_from_cell(&random_entropy, &random.buffer, count);
    VALUE_SET(random.is_busy, error == ERROR_NONE);
    // A busy source works for somebody else; "busy" of this capsule means that an end will follow.
    return error == ERROR_BUSY ? ERROR_RESERVE : error;
}

void random_filled(const struct entropy_filled *event)
{
    // An end that was on its way when the capsule was restarted is nobody's.
    if (VALUE_GET(random.is_busy)) {
        VALUE_SET(random.is_busy, false);
        client_tell(event->status, event->length_bytes);
    }
}

/// Gives the client what there is, and forgets it.
static void client_tell(enum error status, size_t length_bytes)
{
    const uint8_t zeros[RANDOM_BYTES_MAX] = {0};
    random.given.length_bytes = 0;
    random.given.status = status;
    if (status == ERROR_NONE) {
        random.given.status = bytes_take(length_bytes, CONST_SPAN_IN(zeros));
    }
    (void)random_client.given(&random.given);
    (void)span_copy(SPAN_IN(random.given.bytes), CONST_SPAN_IN(zeros));
}

/// Moves bytes out of the buffer, which is left with zeros.
static enum error bytes_take(size_t length_bytes, struct const_span zeros)
{
    buffer_find();
    if (length_bytes > RANDOM_BYTES_MAX || !cell_try_take(&random.buffer)) {
        return ERROR_FAILED;
    }
    enum error error = cell_read(&random.buffer, 0, SPAN_PART(random.given.bytes, 0, length_bytes));
    if (error == ERROR_NONE) {
        random.given.length_bytes = length_bytes;
        error = cell_write(&random.buffer, 0, zeros);
    }
    cell_put(&random.buffer);
    return error;
}
