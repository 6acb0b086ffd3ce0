// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "block.h"

#include <stdatomic.h>

#include <kernel/port.h>

#include "request.h"

enum device_feature { FEATURE_READ_ONLY = 1 << 5, FEATURE_FLUSH = 1 << 9 };
enum device_operation { DEVICE_READ = 0, DEVICE_WRITE = 1, DEVICE_FLUSH = 4 };
enum device_status { STATUS_DONE = 0, STATUS_FAILED = 1, STATUS_UNKNOWN = 2, STATUS_NONE = 0xFF };
enum configuration { CAPACITY_LOW = 0, CAPACITY_HIGH = 4 };

static struct virtio_queue block_queue;
static struct virtio_request request;

// What the device is, as it said when it was started: what it says later changes nothing.
static struct block_description description;
static bool has_flush;

/// What the device is sent before and behind the data.
struct device_request {
    uint32_t operation;
    uint32_t reserved;
    uint64_t first_sector;
};
static_assert(sizeof(struct device_request) == 16, "as the device has it");
static struct device_request device_request;
static _Atomic uint8_t device_status; ///< written by the device

/// Of the request under way. Guard: base level.
static enum block_operation request_operation;
static uint32_t request_written_bytes; ///< by the device, at least, if all went well

static enum error device_start(void)
{
    uint32_t features = FEATURE_READ_ONLY | FEATURE_FLUSH;
    const enum error error = virtio_start(&request.device, &block_queue, &features);
    if (error == ERROR_NONE) {
        description.is_read_only = (features & FEATURE_READ_ONLY) != 0;
        has_flush = (features & FEATURE_FLUSH) != 0;
    }
    return error;
}

unsigned virtio_block_initialise(void)
{
    description.sector_count = 0;
    struct virtio_device *device = &request.device;
    if (!virtio_find(VIRTIO_BLOCK, device) || device_start() != ERROR_NONE) {
        device->base = 0;
        return 0;
    }
    description.sector_count = (uint64_t)virtio_configuration_read(device, CAPACITY_HIGH) << 32 |
                               virtio_configuration_read(device, CAPACITY_LOW);
    port_irq_enable(device->line);
    return device->line;
}

void virtio_block_describe(struct block_description *answer)
{
    *answer =
        request.device.base != 0 ? description : (struct block_description){.sector_count = 0};
}

/// Sends a request; `data` is an empty part for one without.
static void request_send(enum block_operation operation, struct transfer_buffer buffer,
                         uint64_t first_sector, const struct virtio_part *data)
{
    static const uint8_t device_operations[] = {
        [BLOCK_READ] = DEVICE_READ, [BLOCK_WRITE] = DEVICE_WRITE, [BLOCK_FLUSH] = DEVICE_FLUSH};
    virtio_request_begin(&request, buffer);
    request_operation = operation;
    request_written_bytes = 1 + (data->is_written ? data->length_bytes : 0);
    device_request = (struct device_request){.operation = device_operations[operation],
                                             .first_sector = first_sector};
    atomic_store_explicit(&device_status, STATUS_NONE, memory_order_relaxed);
    const struct virtio_part header = {.address = (uintptr_t)&device_request,
                                       .length_bytes = sizeof device_request};
    const struct virtio_part status = {
        .address = (uintptr_t)&device_status, .length_bytes = 1, .is_written = true};
    const struct virtio_part with_data[] = {header, *data, status};
    const struct virtio_part without_data[] = {header, status};
    if (data->length_bytes != 0) {
        virtio_queue_offer(&block_queue, with_data, sizeof with_data / sizeof with_data[0]);
    } else {
        virtio_queue_offer(&block_queue, without_data,
                           sizeof without_data / sizeof without_data[0]);
    }
    virtio_notify(&request.device);
}

static enum error transfer_start(enum block_operation operation,
                                 const struct block_transfer *transfer)
{
    if (request.device.base == 0) {
        return ERROR_NO_DEVICE;
    }
    if (operation == BLOCK_WRITE && description.is_read_only) {
        return ERROR_NO_SUPPORT;
    }
    if (request.is_busy) {
        return ERROR_BUSY;
    }
    const size_t count = transfer->sector_count;
    if (count == 0) {
        return ERROR_SIZE;
    }
    if (transfer->first_sector > description.sector_count ||
        count > description.sector_count - transfer->first_sector ||
        count > SIZE_MAX / BLOCK_SECTOR_BYTES) {
        return ERROR_INVALID;
    }
    uint8_t *bytes;
    const enum error error =
        ledger_take(transfer->buffer, virtio_block_device, count * BLOCK_SECTOR_BYTES, &bytes);
    if (error != ERROR_NONE) {
        return error;
    }
    const struct virtio_part data = {.address = (uintptr_t)bytes,
                                     .length_bytes = (uint32_t)(count * BLOCK_SECTOR_BYTES),
                                     .is_written = operation == BLOCK_READ};
    request_send(operation, transfer->buffer, transfer->first_sector, &data);
    return ERROR_NONE;
}

enum error virtio_block_read(const struct block_transfer *transfer)
{
    return transfer_start(BLOCK_READ, transfer);
}

enum error virtio_block_write(const struct block_transfer *transfer)
{
    return transfer_start(BLOCK_WRITE, transfer);
}

enum error virtio_block_flush(void)
{
    if (request.device.base == 0) {
        return ERROR_NO_DEVICE;
    }
    if (!has_flush) {
        return ERROR_NO_SUPPORT;
    }
    if (request.is_busy) {
        return ERROR_BUSY;
    }
    const struct virtio_part nothing = {.length_bytes = 0};
    request_send(BLOCK_FLUSH, (struct transfer_buffer){.index = 0}, 0, &nothing);
    return ERROR_NONE;
}

enum error virtio_block_cancel(void)
{
    const enum error error = virtio_request_cancel(&request);
    if (error == ERROR_NONE && device_start() != ERROR_NONE) {
        virtio_drop(&request.device);
    }
    return error;
}

/// What the device says about a request that it gave back. False: nonsense.
static bool status_read(uint32_t written_bytes, enum error *status)
{
    switch (atomic_load_explicit(&device_status, memory_order_relaxed)) {
    case STATUS_DONE:
        // Data that the device does not claim to have written is not there.
        *status = written_bytes < request_written_bytes ? ERROR_FAILED : ERROR_NONE;
        return true;
    case STATUS_FAILED:
        *status = ERROR_FAILED;
        return true;
    case STATUS_UNKNOWN:
        *status = ERROR_NO_SUPPORT;
        return true;
    default:
        return false;
    }
}

void virtio_block_bottom_half(void)
{
    struct block_done event = {.operation = request_operation};
    uint32_t written_bytes;
    if (!virtio_request_serve(&request, &block_queue, &event.status, &written_bytes)) {
        return;
    }
    if (event.status == ERROR_NONE && !status_read(written_bytes, &event.status)) {
        virtio_drop(&request.device);
        event.status = ERROR_FAILED;
    }
    if (event.operation == BLOCK_FLUSH ||
        virtio_request_buffer(&request, virtio_block_device, &event.buffer)) {
        virtio_block_client.done(&event);
    }
}
