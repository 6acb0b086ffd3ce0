// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "network.h"

#include <kernel/port.h>

#include "transport.h"

enum device_feature { FEATURE_ADDRESS = 1 << 5 };
enum configuration { ADDRESS_LOW = 0, ADDRESS_HIGH = 4 };

/// Numbers of queues.
enum { RECEIVE = 0, TRANSMIT = 1, DIRECTION_COUNT };

/// What stands before a frame. All zero: the device has nothing to do with what is in it. What the
/// device writes there says nothing that was agreed on, and is not read.
struct device_header {
    uint8_t flags;
    uint8_t segmentation;
    uint16_t header_bytes;
    uint16_t segment_bytes;
    uint16_t checksum_start;
    uint16_t checksum_offset;
    uint16_t buffer_count; ///< not with a legacy device
};
static_assert(sizeof(struct device_header) == 12, "as the device has it");
enum { HEADER_BYTES = sizeof(struct device_header), LEGACY_HEADER_BYTES = HEADER_BYTES - 2 };

/// The frame that is under way in one direction. Guard: base level.
struct direction {
    struct transfer_buffer buffer;
    bool is_busy;
    bool is_cancelled;
};

static struct virtio_device device;
static struct virtio_queue queues[DIRECTION_COUNT];
static struct device_header headers[DIRECTION_COUNT];
static struct direction directions[DIRECTION_COUNT];

// What the device is, as it said when it was started: what it says later changes nothing.
static struct ethernet_description description;
static uint32_t header_length_bytes;

static enum error device_start(void)
{
    uint32_t features = FEATURE_ADDRESS;
    headers[TRANSMIT] = (struct device_header){.flags = 0};
    const enum error error =
        virtio_start_pair(&device, &queues[RECEIVE], &queues[TRANSMIT], &features);
    if (error == ERROR_NONE) {
        description.has_address = (features & FEATURE_ADDRESS) != 0;
    }
    return error;
}

unsigned virtio_network_initialise(void)
{
    description = (struct ethernet_description){.is_present = true};
    if (!virtio_find(VIRTIO_NETWORK, &device) || device_start() != ERROR_NONE) {
        device.base = 0;
        return 0;
    }
    header_length_bytes = virtio_is_legacy(&device) ? LEGACY_HEADER_BYTES : HEADER_BYTES;
    if (description.has_address) {
        const uint64_t words = virtio_configuration_read(&device, ADDRESS_LOW) |
                               (uint64_t)virtio_configuration_read(&device, ADDRESS_HIGH) << 32;
        for (unsigned i = 0; i < ETHERNET_ADDRESS_BYTES; i++) {
            description.address[i] = (uint8_t)(words >> (8 * i));
        }
    }
    port_irq_enable(device.line);
    return device.line;
}

void virtio_network_describe(struct ethernet_description *answer)
{
    *answer = device.base != 0 ? description : (struct ethernet_description){.is_present = false};
}

enum error virtio_network_eui64(uint64_t *number)
{
    if (device.base == 0 || !description.has_address) {
        return ERROR_NO_DEVICE;
    }
    const uint8_t *address = description.address;
    const uint8_t bytes[] = {address[0], address[1], address[2], 0xFF,
                             0xFE,       address[3], address[4], address[5]};
    *number = 0;
    for (unsigned i = 0; i < sizeof bytes; i++) {
        *number = *number << 8 | bytes[i];
    }
    return ERROR_NONE;
}

static enum error frame_start(unsigned number, struct transfer_buffer buffer, size_t length_bytes)
{
    struct direction *direction = &directions[number];
    if (device.base == 0) {
        return ERROR_NO_DEVICE;
    }
    if (direction->is_busy) {
        return ERROR_BUSY;
    }
    uint8_t *bytes;
    const enum error error = ledger_take(buffer, virtio_network_device, length_bytes, &bytes);
    if (error != ERROR_NONE) {
        return error;
    }
    *direction = (struct direction){.buffer = buffer, .is_busy = true};
    // A legacy device wants the header in a part of its own.
    const bool is_written = number == RECEIVE;
    const struct virtio_part parts[] = {
        {(uintptr_t)&headers[number], header_length_bytes, is_written},
        {(uintptr_t)bytes, (uint32_t)length_bytes, is_written},
    };
    virtio_queue_offer(&queues[number], parts, sizeof parts / sizeof parts[0]);
    virtio_notify_queue(&device, number);
    return ERROR_NONE;
}

enum error virtio_network_receive(struct transfer_buffer buffer)
{
    return frame_start(RECEIVE, buffer, ETHERNET_FRAME_BYTES_MAX);
}

enum error virtio_network_transmit(struct transfer_buffer buffer, size_t length_bytes)
{
    if (length_bytes < ETHERNET_FRAME_BYTES_MIN || length_bytes > ETHERNET_FRAME_BYTES_MAX) {
        return ERROR_SIZE;
    }
    return frame_start(TRANSMIT, buffer, length_bytes);
}

enum error virtio_network_cancel(void)
{
    bool is_busy = false;
    for (unsigned i = 0; i < DIRECTION_COUNT; i++) {
        is_busy = is_busy || directions[i].is_busy;
        directions[i].is_cancelled = directions[i].is_busy;
    }
    if (!is_busy) {
        return ERROR_ALREADY;
    }
    kernel_bottom_half_request(device.line);
    // A reset is the one way to get a buffer back from a device that is not done with it.
    if (device.base != 0 && device_start() != ERROR_NONE) {
        virtio_drop(&device);
    }
    return ERROR_NONE;
}

/// How a frame has ended.
struct frame_end {
    bool is_over;
    enum error status;
    uint32_t length_bytes;
};

/// Whether the frame of a direction has ended since, and how.
static struct frame_end frame_look(unsigned number)
{
    const struct direction *direction = &directions[number];
    struct frame_end end = {.is_over = direction->is_busy, .status = ERROR_FAILED};
    if (direction->is_cancelled) {
        end.status = ERROR_CANCEL;
        return end;
    }
    if (!end.is_over || device.base == 0) {
        return end;
    }
    uint32_t written_bytes;
    switch (virtio_queue_take(&queues[number], &written_bytes)) {
    case VIRTIO_QUEUE_TAKEN:
        if (number == TRANSMIT) {
            end.status = ERROR_NONE;
        } else if (written_bytes >= header_length_bytes) {
            end.status = ERROR_NONE;
            end.length_bytes = written_bytes - header_length_bytes;
        } else {
            virtio_drop(&device);
        }
        break;
    case VIRTIO_QUEUE_BROKEN:
        virtio_drop(&device);
        break;
    default:
        end.is_over = false;
        break;
    }
    return end;
}

/// Gives a buffer back under its present name. False: the ledger does not know it.
static bool buffer_return(unsigned number, struct transfer_buffer *buffer)
{
    *buffer = directions[number].buffer;
    return device.has_not_stopped ||
           ledger_return(directions[number].buffer, virtio_network_device, buffer) == ERROR_NONE;
}

void virtio_network_bottom_half(void)
{
    if (device.base != 0) {
        virtio_interrupt_take(&device);
    }
    struct frame_end transmitted = frame_look(TRANSMIT);
    struct frame_end received = frame_look(RECEIVE);
    const bool has_work = transmitted.is_over || received.is_over;
    if (device.base != 0 && virtio_service_note(&device, has_work)) {
        virtio_drop(&device);
    }
    // Without its device nothing goes on. What has come before its end is still good.
    transmitted = device.base == 0 && !transmitted.is_over ? frame_look(TRANSMIT) : transmitted;
    received = device.base == 0 && !received.is_over ? frame_look(RECEIVE) : received;
    directions[TRANSMIT].is_busy = directions[TRANSMIT].is_busy && !transmitted.is_over;
    directions[RECEIVE].is_busy = directions[RECEIVE].is_busy && !received.is_over;

    struct ethernet_transmitted sent = {.status = transmitted.status};
    struct ethernet_received frame = {.status = received.status,
                                      .length_bytes = received.length_bytes};
    // Both buffers are back before anybody is told, who may hand one of them to the device again.
    const bool has_sent = transmitted.is_over && buffer_return(TRANSMIT, &sent.buffer);
    const bool has_frame = received.is_over && buffer_return(RECEIVE, &frame.buffer);
    if (has_sent) {
        virtio_network_client.transmitted(&sent);
    }
    if (has_frame) {
        virtio_network_client.received(&frame);
    }
}
