// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "entropy.h"

#include <kernel/port.h>

#include "request.h"

static struct virtio_queue entropy_queue;
static struct virtio_request request;

static enum error device_start(void)
{
    uint32_t features = 0;
    return virtio_start(&request.device, &entropy_queue, &features);
}

unsigned virtio_entropy_initialise(void)
{
    struct virtio_device *device = &request.device;
    if (!virtio_find(VIRTIO_ENTROPY, device) || device_start() != ERROR_NONE) {
        device->base = 0;
        return 0;
    }
    port_irq_enable(device->line);
    return device->line;
}

bool virtio_entropy_is_present(void)
{
    return request.device.base != 0;
}

enum error virtio_entropy_request(struct transfer_buffer buffer, size_t length_bytes)
{
    if (request.device.base == 0) {
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
    virtio_request_begin(&request, buffer);
    const struct virtio_part part = {
        .address = (uintptr_t)bytes, .length_bytes = (uint32_t)length_bytes, .is_written = true};
    virtio_queue_offer(&entropy_queue, &part, 1);
    virtio_notify(&request.device);
    return ERROR_NONE;
}

enum error virtio_entropy_cancel(void)
{
    const enum error error = virtio_request_cancel(&request);
    if (error == ERROR_NONE && device_start() != ERROR_NONE) {
        virtio_drop(&request.device);
    }
    return error;
}

void virtio_entropy_bottom_half(void)
{
    struct entropy_filled event;
    uint32_t written_bytes;
    if (!virtio_request_serve(&request, &entropy_queue, &event.status, &written_bytes)) {
        return;
    }
    // A request is for one byte at least, so a device that writes none breaks the rules, too.
    if (event.status == ERROR_NONE && written_bytes == 0) {
        virtio_drop(&request.device);
        event.status = ERROR_FAILED;
    }
    event.length_bytes = written_bytes;
    if (virtio_request_buffer(&request, virtio_entropy_device, &event.buffer)) {
        virtio_entropy_client.filled(&event);
    }
}
