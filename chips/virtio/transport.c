// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "transport.h"

#include <arch/mmio.h>

enum transport_register {
    MAGIC = 0x000,
    VERSION = 0x004,
    KIND = 0x008,
    DEVICE_FEATURES = 0x010,
    DEVICE_FEATURES_SELECT = 0x014,
    DRIVER_FEATURES = 0x020,
    DRIVER_FEATURES_SELECT = 0x024,
    LEGACY_PAGE_BYTES = 0x028,
    QUEUE_SELECT = 0x030,
    QUEUE_ENTRIES_MAX = 0x034,
    QUEUE_ENTRIES = 0x038,
    LEGACY_QUEUE_ALIGNMENT = 0x03C,
    LEGACY_QUEUE_PAGE = 0x040,
    QUEUE_READY = 0x044,
    QUEUE_NOTIFY = 0x050,
    INTERRUPT_STATUS = 0x060,
    INTERRUPT_ACKNOWLEDGE = 0x064,
    STATUS = 0x070, ///< write 0: reset
    QUEUE_DESCRIPTORS_LOW = 0x080,
    QUEUE_DESCRIPTORS_HIGH = 0x084,
    QUEUE_AVAILABLE_LOW = 0x090,
    QUEUE_AVAILABLE_HIGH = 0x094,
    QUEUE_USED_LOW = 0x0A0,
    QUEUE_USED_HIGH = 0x0A4,
    CONFIGURATION = 0x100,
};

enum {
    MAGIC_VIRT = 0x74726976,
    VERSION_LEGACY = 1,
    VERSION_CURRENT = 2,

    STATUS_ACKNOWLEDGE = 1 << 0,
    STATUS_DRIVER = 1 << 1,
    STATUS_DRIVER_OK = 1 << 2,
    STATUS_FEATURES_OK = 1 << 3,

    FEATURES_HIGH = 1,             ///< bits 32 to 63
    FEATURE_HIGH_CURRENT = 1 << 0, ///< bit 32, VIRTIO_F_VERSION_1

    RESET_READS_MAX = 1000,
};

static uint32_t register_read(const struct virtio_device *device, enum transport_register offset)
{
    return mmio_read_32(device->base + offset);
}

static void register_write(const struct virtio_device *device, enum transport_register offset,
                           uint32_t value)
{
    mmio_write_32(device->base + offset, value);
}

bool virtio_is_legacy(const struct virtio_device *device)
{
    return register_read(device, VERSION) == VERSION_LEGACY;
}

bool virtio_find_from(enum virtio_kind kind, unsigned first_slot, struct virtio_device *device)
{
    for (unsigned i = first_slot; i < virtio_slots.count; i++) {
        const struct virtio_device slot = {
            .base = virtio_slots.base + i * virtio_slots.stride_bytes,
            .line = (uint8_t)(virtio_slots.first_line + i),
        };
        const uint32_t version = register_read(&slot, VERSION);
        if (register_read(&slot, MAGIC) == MAGIC_VIRT &&
            (version == VERSION_LEGACY || version == VERSION_CURRENT) &&
            register_read(&slot, KIND) == kind) {
            *device = slot;
            return true;
        }
    }
    return false;
}

enum error virtio_stop(const struct virtio_device *device)
{
    register_write(device, STATUS, 0);
    for (unsigned i = 0; i < RESET_READS_MAX; i++) {
        if (register_read(device, STATUS) == 0) {
            return ERROR_NONE;
        }
    }
    return ERROR_FAILED;
}

void virtio_drop(struct virtio_device *device)
{
    device->has_not_stopped = virtio_stop(device) != ERROR_NONE;
    virtio_slots.line_mask(device->line);
    device->base = 0;
}

/// Accepts what both know, and that the device is not a legacy one. False: the device will not have
/// it.
static bool features_agree(const struct virtio_device *device, uint32_t *features)
{
    register_write(device, DEVICE_FEATURES_SELECT, 0);
    *features &= register_read(device, DEVICE_FEATURES);
    register_write(device, DRIVER_FEATURES_SELECT, 0);
    register_write(device, DRIVER_FEATURES, *features);
    if (virtio_is_legacy(device)) {
        return true;
    }
    register_write(device, DEVICE_FEATURES_SELECT, FEATURES_HIGH);
    if ((register_read(device, DEVICE_FEATURES) & FEATURE_HIGH_CURRENT) == 0) {
        return false;
    }
    register_write(device, DRIVER_FEATURES_SELECT, FEATURES_HIGH);
    register_write(device, DRIVER_FEATURES, FEATURE_HIGH_CURRENT);
    register_write(device, STATUS, STATUS_ACKNOWLEDGE | STATUS_DRIVER | STATUS_FEATURES_OK);
    return (register_read(device, STATUS) & STATUS_FEATURES_OK) != 0;
}

static void address_write(const struct virtio_device *device, enum transport_register low,
                          enum transport_register high, const void *part)
{
    const uint64_t address = (uintptr_t)part;
    register_write(device, low, (uint32_t)address);
    register_write(device, high, (uint32_t)(address >> 32));
}

/// Where a queue lies, and how many entries it has.
struct queue_place {
    const void *descriptors;
    const void *available;
    const void *used;
    uint32_t entries;
};

/// The queue is empty.
static bool queue_set_up(const struct virtio_device *device, unsigned number,
                         const struct queue_place *place)
{
    register_write(device, QUEUE_SELECT, number);
    if (register_read(device, QUEUE_ENTRIES_MAX) < place->entries) {
        return false;
    }
    register_write(device, QUEUE_ENTRIES, place->entries);
    if (virtio_is_legacy(device)) {
        // The unit of the queue's place is the driver's to choose.
        register_write(device, LEGACY_PAGE_BYTES, VIRTIO_QUEUE_ALIGNMENT);
        register_write(device, LEGACY_QUEUE_ALIGNMENT, VIRTIO_QUEUE_ALIGNMENT);
        const uintptr_t address = (uintptr_t)place->descriptors;
        register_write(device, LEGACY_QUEUE_PAGE, (uint32_t)(address / VIRTIO_QUEUE_ALIGNMENT));
        return true;
    }
    address_write(device, QUEUE_DESCRIPTORS_LOW, QUEUE_DESCRIPTORS_HIGH, place->descriptors);
    address_write(device, QUEUE_AVAILABLE_LOW, QUEUE_AVAILABLE_HIGH, place->available);
    address_write(device, QUEUE_USED_LOW, QUEUE_USED_HIGH, place->used);
    mmio_barrier();
    register_write(device, QUEUE_READY, 1);
    return true;
}

static bool queue_start(const struct virtio_device *device, unsigned number,
                        struct virtio_queue *queue)
{
    virtio_queue_initialise(queue);
    const struct queue_place place = {.descriptors = queue->descriptors,
                                      .available = &queue->available,
                                      .used = &queue->used,
                                      .entries = VIRTIO_QUEUE_ENTRIES};
    return queue_set_up(device, number, &place);
}

/// Resets the device, and agrees on features.
static enum error start_begin(const struct virtio_device *device, uint32_t *features)
{
    if (virtio_stop(device) != ERROR_NONE) {
        return ERROR_FAILED;
    }
    register_write(device, STATUS, STATUS_ACKNOWLEDGE);
    register_write(device, STATUS, STATUS_ACKNOWLEDGE | STATUS_DRIVER);
    return features_agree(device, features) ? ERROR_NONE : ERROR_NO_SUPPORT;
}

/// Has the device work on its queues, or stops it.
static enum error start_end(const struct virtio_device *device, enum error error)
{
    if (error == ERROR_NONE) {
        register_write(device, STATUS, register_read(device, STATUS) | STATUS_DRIVER_OK);
    } else if (error == ERROR_NO_SUPPORT) {
        (void)virtio_stop(device);
    }
    return error;
}

enum error virtio_start(const struct virtio_device *device, struct virtio_queue *queue,
                        uint32_t *features)
{
    enum error error = start_begin(device, features);
    if (error == ERROR_NONE && !queue_start(device, 0, queue)) {
        error = ERROR_NO_SUPPORT;
    }
    return start_end(device, error);
}

enum error virtio_start_pair(const struct virtio_device *device, struct virtio_queue *first,
                             struct virtio_queue *second, uint32_t *features)
{
    enum error error = start_begin(device, features);
    if (error == ERROR_NONE && !(queue_start(device, 0, first) && queue_start(device, 1, second))) {
        error = ERROR_NO_SUPPORT;
    }
    return start_end(device, error);
}

enum error virtio_start_events(const struct virtio_device *device, struct virtio_event_queue *queue)
{
    uint32_t features = 0;
    enum error error = start_begin(device, &features);
    virtio_event_queue_initialise(queue);
    const struct queue_place place = {.descriptors = queue->descriptors,
                                      .available = &queue->available,
                                      .used = &queue->used,
                                      .entries = VIRTIO_EVENTS};
    if (error == ERROR_NONE && !queue_set_up(device, 0, &place)) {
        error = ERROR_NO_SUPPORT;
    }
    error = start_end(device, error);
    if (error == ERROR_NONE) {
        virtio_notify(device);
    }
    return error;
}

void virtio_notify_queue(const struct virtio_device *device, unsigned number)
{
    mmio_barrier();
    register_write(device, QUEUE_NOTIFY, number);
}

void virtio_interrupt_take(const struct virtio_device *device)
{
    register_write(device, INTERRUPT_ACKNOWLEDGE, register_read(device, INTERRUPT_STATUS));
    mmio_barrier();
}

void virtio_configuration_write(const struct virtio_device *device, uintptr_t offset, uint8_t byte)
{
    mmio_write_8(device->base + CONFIGURATION + offset, byte);
    mmio_barrier();
}

uint32_t virtio_configuration_read(const struct virtio_device *device, uintptr_t offset)
{
    return mmio_read_32(device->base + CONFIGURATION + offset);
}

bool virtio_service_note(struct virtio_device *device, bool has_work)
{
    if (has_work) {
        device->empty_services = 0;
        return false;
    }
    device->empty_services++;
    return device->empty_services >= VIRTIO_EMPTY_SERVICES_MAX;
}
