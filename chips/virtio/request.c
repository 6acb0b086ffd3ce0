// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "request.h"

#include <kernel/port.h>

enum error virtio_request_cancel(struct virtio_request *request)
{
    if (!request->is_busy) {
        return ERROR_ALREADY;
    }
    request->is_cancelled = true;
    kernel_bottom_half_request(request->device.line);
    return ERROR_NONE;
}

/// Whether the request is over, and how.
static bool request_look(struct virtio_request *request, struct virtio_queue *queue,
                         enum error *status, uint32_t *written_bytes)
{
    if (request->is_cancelled) {
        *status = ERROR_CANCEL;
        return true;
    }
    switch (virtio_queue_take(queue, written_bytes)) {
    case VIRTIO_QUEUE_TAKEN:
        *status = ERROR_NONE;
        return true;
    case VIRTIO_QUEUE_BROKEN:
        virtio_drop(&request->device);
        return true;
    default:
        return false;
    }
}

bool virtio_request_serve(struct virtio_request *request, struct virtio_queue *queue,
                          enum error *status, uint32_t *written_bytes)
{
    struct virtio_device *device = &request->device;
    *status = ERROR_FAILED;
    *written_bytes = 0;
    if (device->base != 0) {
        virtio_interrupt_take(device);
    }
    bool is_over = request->is_busy && request_look(request, queue, status, written_bytes);
    if (device->base != 0 && virtio_service_note(device, is_over)) {
        virtio_drop(device);
        is_over = request->is_busy;
    }
    request->is_busy = request->is_busy && !is_over;
    return is_over;
}

bool virtio_request_buffer(const struct virtio_request *request, uint32_t holder,
                           struct transfer_buffer *buffer)
{
    *buffer = request->buffer;
    return request->device.has_not_stopped ||
           ledger_return(request->buffer, holder, buffer) == ERROR_NONE;
}
