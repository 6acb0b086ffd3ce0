// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "entropy.h"

#include <kernel/port.h>

#include "transport.h"

static struct virtio_device device;
static struct virtio_queue queue;

/// The request under way. Guard: base level.
static struct {
    struct transfer_buffer buffer;
    bool is_busy;
    bool is_cancelled;
} request;

void virtio_entropy_initialise(void)
{
    if (virtio_find(VIRTIO_ENTROPY, &device) && virtio_start(&device, &queue) == ERROR_NONE) {
        port_irq_enable(device.line);
    } else {
        device.base = 0;
    }
}

enum error virtio_entropy_request(struct transfer_buffer buffer, size_t length_bytes)
{
    if (device.base == 0) {
        return ERROR_NO_DEVICE;
    }
    if (request.is_busy) {
        return ERROR_BUSY;
    }
    if (length_bytes == 0) {
        return ERROR_SIZE;
    }
    uint8_t *bytes;
    enum error error = ledger_take(buffer, virtio_entropy_device, length_bytes, &bytes);
    if (error != ERROR_NONE) {
        return error;
    }
    request.buffer = buffer;
    request.is_busy = true;
    request.is_cancelled = false;
    virtio_queue_offer(&queue, (uintptr_t)bytes, (uint32_t)length_bytes);
    virtio_notify(&device);
    return ERROR_NONE;
}

/// Nothing of the device is used any more.
static void device_drop(void)
{
    (void)virtio_stop(&device);
    device.base = 0;
}

enum error virtio_entropy_cancel(void)
{
    if (!request.is_busy || request.is_cancelled) {
        return ERROR_ALREADY;
    }
    // A reset is the one way to get a buffer back from a device that has not filled it.
    request.is_cancelled = true;
    kernel_bottom_half_request(device.line);
    if (virtio_start(&device, &queue) != ERROR_NONE) {
        device_drop();
    }
    return ERROR_NONE;
}

/// Ends the request; the client may make the next one at once.
static void request_end(enum error status, uint32_t length_bytes)
{
    struct entropy_filled event = {.status = status, .length_bytes = length_bytes};
    const enum error error = ledger_return(request.buffer, virtio_entropy_device, &event.buffer);
    request.is_busy = false;
    if (error == ERROR_NONE) {
        virtio_entropy_client.filled(&event);
    }
}

void virtio_entropy_bottom_half(void)
{
    if (device.base != 0) {
        virtio_interrupt_take(&device);
    }
    if (!request.is_busy) {
        return;
    }
    if (request.is_cancelled) {
        request_end(ERROR_CANCEL, 0);
        return;
    }
    uint32_t length_bytes;
    switch (virtio_queue_take(&queue, &length_bytes)) {
    case VIRTIO_QUEUE_EMPTY:
        return;
    case VIRTIO_QUEUE_TAKEN:
        request_end(ERROR_NONE, length_bytes);
        return;
    case VIRTIO_QUEUE_BROKEN:
        device_drop();
        request_end(ERROR_FAILED, 0);
        return;
    }
}
