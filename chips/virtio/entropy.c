// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "entropy.h"

#include <kernel/port.h>

#include "transport.h"

static struct virtio_device device;
static struct virtio_queue entropy_queue;

/// The request under way. Guard: base level.
static struct {
    struct transfer_buffer buffer;
    bool is_busy;
    bool is_cancelled;
} request;

static enum error device_start(void)
{
    uint32_t features = 0;
    return virtio_start(&device, &entropy_queue, &features);
}

unsigned virtio_entropy_initialise(void)
{
    if (!virtio_find(VIRTIO_ENTROPY, &device) || device_start() != ERROR_NONE) {
        device.base = 0;
        return 0;
    }
    port_irq_enable(device.line);
    return device.line;
}

bool virtio_entropy_is_present(void)
{
    return device.base != 0;
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
    const struct virtio_part part = {
        .address = (uintptr_t)bytes, .length_bytes = (uint32_t)length_bytes, .is_written = true};
    virtio_queue_offer(&entropy_queue, &part, 1);
    virtio_notify(&device);
    return ERROR_NONE;
}

enum error virtio_entropy_cancel(void)
{
    if (!request.is_busy || request.is_cancelled) {
        return ERROR_ALREADY;
    }
    // A reset is the one way to get a buffer back from a device that has not filled it.
    request.is_cancelled = true;
    kernel_bottom_half_request(device.line);
    if (device_start() != ERROR_NONE) {
        virtio_drop(&device);
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

/// Ends the request if it is over. False: there was nothing to do.
static bool request_serve(void)
{
    if (!request.is_busy) {
        return false;
    }
    if (request.is_cancelled) {
        request_end(ERROR_CANCEL, 0);
        return true;
    }
    uint32_t length_bytes = 0;
    const enum virtio_queue_result result = virtio_queue_take(&entropy_queue, &length_bytes);
    if (result == VIRTIO_QUEUE_EMPTY) {
        return false;
    }
    // A request is for one byte at least, so a device that writes none breaks the rules, too.
    if (result == VIRTIO_QUEUE_BROKEN || length_bytes == 0) {
        virtio_drop(&device);
        request_end(ERROR_FAILED, 0);
        return true;
    }
    request_end(ERROR_NONE, length_bytes);
    return true;
}

void virtio_entropy_bottom_half(void)
{
    if (device.base != 0) {
        virtio_interrupt_take(&device);
    }
    const bool has_work = request_serve();
    if (device.base != 0 && virtio_service_note(&device, has_work)) {
        virtio_drop(&device);
        if (request.is_busy) {
            request_end(ERROR_FAILED, 0);
        }
    }
}
