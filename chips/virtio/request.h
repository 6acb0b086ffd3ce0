// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The one request that a driver of a virtio device has under way.
 *
 * Flow: virtio_request_begin() when the buffer is the device's, virtio_request_serve() in each run
 * of the bottom half, and virtio_request_buffer() when that says that the request is over.
 *
 * A device that does not stop when it is told to may go on writing: the buffer that it has stays
 * with it for good. Guard of all: base level.
 */
#pragma once

#include <lib/transfer_buffer.h>

#include "transport.h"

struct virtio_request {
    struct virtio_device device;
    struct transfer_buffer buffer;
    bool is_busy;
    bool is_cancelled;
};

/// Notes a request that is offered to the device behind it. `buffer` is any for one without.
/// Context: kernel.
static inline void virtio_request_begin(struct virtio_request *request,
                                        struct transfer_buffer buffer)
{
    request->buffer = buffer;
    request->is_busy = true;
    request->is_cancelled = false;
}

/**
 * Has the request end soon, by a run of the bottom half. A reset is the one way to get a buffer
 * back from a device that is not done with it: the caller starts the device again, or drops it.
 *
 * @retval ERROR_ALREADY  none is under way.
 * Context: kernel.
 */
MUST_CHECK enum error virtio_request_cancel(struct virtio_request *request);

/**
 * Serves the device's line. A device that breaks the rules of its queue, or whose line storms, is
 * dropped.
 *
 * @param queue          the queue of the device.
 * @param status         how the request ended: ERROR_NONE, ERROR_CANCEL or ERROR_FAILED.
 * @param written_bytes  what the device says that it has written; 0 unless ERROR_NONE.
 * @return true: the request is over, and the next one may begin as soon as its buffer is back.
 * Context: kernel.
 */
MUST_CHECK bool virtio_request_serve(struct virtio_request *request, struct virtio_queue *queue,
                                     enum error *status, uint32_t *written_bytes);

/**
 * Gets the buffer of a request that is over.
 *
 * @param holder  the number under which the driver holds buffers in the ledger.
 * @param buffer  give, under its present name; one that the device has for good has a name that
 *                nobody can use.
 * @return false: the ledger does not know the buffer, nobody is to be told.
 * Context: kernel.
 */
MUST_CHECK bool virtio_request_buffer(const struct virtio_request *request, uint32_t holder,
                                      struct transfer_buffer *buffer);
