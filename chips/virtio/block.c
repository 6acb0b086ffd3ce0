// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "block.h"

#include <stdatomic.h>

#include <kernel/port.h>

#include "transport.h"

enum device_feature { FEATURE_READ_ONLY = 1 << 5, FEATURE_FLUSH = 1 << 9 };
enum device_operation { DEVICE_READ = 0, DEVICE_WRITE = 1, DEVICE_FLUSH = 4 };
enum device_status { STATUS_DONE = 0, STATUS_FAILED = 1, STATUS_UNKNOWN = 2, STATUS_NONE = 0xFF };
enum configuration { CAPACITY_LOW = 0, CAPACITY_HIGH = 4 };

static struct virtio_device device;
static struct virtio_queue block_queue;

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

/// The request under way. Guard: base level.
static struct {
    enum block_operation operation;
    struct transfer_buffer buffer;
    uint32_t written_bytes; ///< by the device, at least, if all went well
    bool is_busy;
    bool is_cancelled;
} request;

static enum error device_start(void)
{
    uint32_t features = FEATURE_READ_ONLY | FEATURE_FLUSH;
    const enum error error = virtio_start(&device, &block_queue, &features);
    if (error == ERROR_NONE) {
        description.is_read_only = (features & FEATURE_READ_ONLY) != 0;
        has_flush = (features & FEATURE_FLUSH) != 0;
    }
    return error;
}

unsigned virtio_block_initialise(void)
{
    description.sector_count = 0;
    if (!virtio_find(VIRTIO_BLOCK, &device) || device_start() != ERROR_NONE) {
        device.base = 0;
        return 0;
    }
    description.sector_count = (uint64_t)virtio_configuration_read(&device, CAPACITY_HIGH) << 32 |
                               virtio_configuration_read(&device, CAPACITY_LOW);
    port_irq_enable(device.line);
    return device.line;
}

void virtio_block_describe(struct block_description *answer)
{
    *answer = device.base != 0 ? description : (struct block_description){.sector_count = 0};
}

/// Sends a request; `data` is an empty part for one without.
static void request_send(enum block_operation operation, struct transfer_buffer buffer,
                         uint64_t first_sector, const struct virtio_part *data)
{
    static const uint8_t device_operations[] = {
        [BLOCK_READ] = DEVICE_READ, [BLOCK_WRITE] = DEVICE_WRITE, [BLOCK_FLUSH] = DEVICE_FLUSH};
    request.operation = operation;
    request.buffer = buffer;
    request.written_bytes = 1 + (data->is_written ? data->length_bytes : 0);
    request.is_busy = true;
    request.is_cancelled = false;
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
    virtio_notify(&device);
}

static enum error transfer_start(enum block_operation operation,
                                 const struct block_transfer *transfer)
{
    if (device.base == 0) {
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
    if (device.base == 0) {
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
    if (!request.is_busy || request.is_cancelled) {
        return ERROR_ALREADY;
    }
    // A reset is the one way to get a buffer back from a device that is not done with it.
    request.is_cancelled = true;
    kernel_bottom_half_request(device.line);
    if (device_start() != ERROR_NONE) {
        virtio_drop(&device);
    }
    return ERROR_NONE;
}

/// Ends the request; the client may make the next one at once.
static void request_end(enum error status)
{
    struct block_done event = {.operation = request.operation, .status = status};
    enum error error = ERROR_NONE;
    if (request.operation != BLOCK_FLUSH) {
        error = ledger_return(request.buffer, virtio_block_device, &event.buffer);
    }
    request.is_busy = false;
    if (error == ERROR_NONE) {
        virtio_block_client.done(&event);
    }
}

/// What the device says about a request that it gave back. False: nonsense.
static bool status_read(uint32_t written_bytes, enum error *status)
{
    switch (atomic_load_explicit(&device_status, memory_order_relaxed)) {
    case STATUS_DONE:
        // Data that the device does not claim to have written is not there.
        *status = written_bytes < request.written_bytes ? ERROR_FAILED : ERROR_NONE;
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

/// Ends the request if it is over. False: there was nothing to do.
static bool request_serve(void)
{
    if (!request.is_busy) {
        return false;
    }
    if (request.is_cancelled) {
        request_end(ERROR_CANCEL);
        return true;
    }
    uint32_t written_bytes = 0;
    const enum virtio_queue_result result = virtio_queue_take(&block_queue, &written_bytes);
    if (result == VIRTIO_QUEUE_EMPTY) {
        return false;
    }
    enum error status = ERROR_FAILED;
    if (result == VIRTIO_QUEUE_BROKEN || !status_read(written_bytes, &status)) {
        virtio_drop(&device);
    }
    request_end(status);
    return true;
}

void virtio_block_bottom_half(void)
{
    if (device.base != 0) {
        virtio_interrupt_take(&device);
    }
    const bool has_work = request_serve();
    if (device.base != 0 && virtio_service_note(&device, has_work)) {
        virtio_drop(&device);
        if (request.is_busy) {
            request_end(ERROR_FAILED);
        }
    }
}
