// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "virtio_device.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "machine.h"

struct device device;

static uint32_t device_read(uintptr_t address, unsigned bytes)
{
    assert_int_equal(bytes, 4);
    const uintptr_t slot = (address - MACHINE_BASE) / MACHINE_SLOT_BYTES;
    const uintptr_t offset = (address - MACHINE_BASE) % MACHINE_SLOT_BYTES;
    assert_true(slot < MACHINE_SLOTS);
    if (slot != DEVICE_SLOT || device.is_absent) {
        assert_true(offset <= 8); // Nothing but what says that the slot is empty.
        return offset == 0 ? 0x74726976 : offset == 4 ? 2 : 0;
    }
    switch (offset) {
    case 0x00:
        return device.magic;
    case 0x04:
        return device.version;
    case 0x08:
        return device.kind;
    case 0x10:
        if (device.features_select == 0) {
            return device.features;
        }
        assert_int_equal(device.features_select, 1);
        return device.lacks_version_1 ? 0xFFFFFFFE : 1;
    case 0x34:
        return device.queue_entries_max;
    case 0x60:
        return device.interrupt;
    case 0x70:
        return device.never_resets ? device.status | 0x40 : device.status;
    case 0x100:
        return (uint32_t)device.capacity;
    case 0x104:
        return (uint32_t)(device.capacity >> 32);
    default:
        fail_msg("read of register %#lx", (unsigned long)offset);
    }
    return 0;
}

static void part_write(unsigned part, uint32_t value, bool is_high)
{
    assert_int_equal(device.version, 2);
    device.parts[part] = is_high ? (device.parts[part] & UINT32_MAX) | (uint64_t)value << 32
                                 : (device.parts[part] & ~(uint64_t)UINT32_MAX) | value;
}

static void device_write(uintptr_t address, uint32_t value, unsigned bytes)
{
    assert_int_equal(bytes, 4);
    const uintptr_t offset = address - MACHINE_BASE - DEVICE_SLOT * MACHINE_SLOT_BYTES;
    switch (offset) {
    case 0x14:
        device.features_select = value;
        break;
    case 0x20:
        assert_true(device.driver_features_select < 2);
        device.driver_features[device.driver_features_select] = value;
        break;
    case 0x24:
        device.driver_features_select = value;
        break;
    case 0x28:
        assert_int_equal(device.version, 1);
        device.page_bytes = value;
        break;
    case 0x30:
        assert_int_equal(value, 0);
        break;
    case 0x38:
        device.queue_entries = value;
        break;
    case 0x3C:
        assert_int_equal(device.version, 1);
        assert_int_equal(value, VIRTIO_QUEUE_ALIGNMENT);
        break;
    case 0x40:
        assert_int_equal(device.version, 1);
        assert_int_equal(device.page_bytes, VIRTIO_QUEUE_ALIGNMENT);
        device.parts[0] = value;
        device.has_queue = true;
        break;
    case 0x44:
        assert_int_equal(device.version, 2);
        device.has_queue = true;
        break;
    case 0x50:
        assert_int_equal(value, 0);
        assert_int_equal(device.status & DEVICE_STATUS_READY, DEVICE_STATUS_READY);
        device.notifications++;
        break;
    case 0x64:
        assert_int_equal(value & ~device.interrupt, 0);
        device.interrupt &= ~value;
        break;
    case 0x70:
        if (value == 0) {
            device.has_queue = false;
            device.interrupt = 0;
        } else {
            assert_int_equal(device.status & ~value, 0); // Bits are only added.
        }
        device.status =
            device.refuses_features ? value & ~(uint32_t)DEVICE_STATUS_FEATURES_OK : value;
        break;
    case 0x80:
    case 0x84:
        part_write(0, value, offset == 0x84);
        break;
    case 0x90:
    case 0x94:
        part_write(1, value, offset == 0x94);
        break;
    case 0xA0:
    case 0xA4:
        part_write(2, value, offset == 0xA4);
        break;
    default:
        fail_msg("write of register %#lx", (unsigned long)offset);
    }
}

void device_reset(uint32_t kind)
{
    device =
        (struct device){.magic = 0x74726976, .version = 2, .kind = kind, .queue_entries_max = 1024};
    machine.read = device_read;
    machine.write = device_write;
}

struct virtio_queue *device_queue(void)
{
    assert_true(device.has_queue);
    struct virtio_queue *queue;
    memcpy(&queue, &device.parts[0], sizeof queue);
    assert_ptr_equal(&queue->available, (void *)(uintptr_t)device.parts[1]);
    assert_ptr_equal(&queue->used, (void *)(uintptr_t)device.parts[2]);
    return queue;
}

void device_use(uint16_t index, uint32_t id, uint32_t length_bytes)
{
    struct virtio_queue *queue = device_queue();
    struct virtio_used_entry *entry = &queue->used.ring[queue->used.index % VIRTIO_QUEUE_ENTRIES];
    entry->id = id;
    entry->length_bytes = length_bytes;
    queue->used.index = index;
    device.interrupt |= 1;
}

void device_finish(uint32_t length_bytes)
{
    struct virtio_queue *queue = device_queue();
    const uint16_t index = queue->available.index;
    assert_int_equal(index, (uint16_t)(queue->used.index + 1));
    device_use(index, queue->available.ring[(uint16_t)(index - 1) % VIRTIO_QUEUE_ENTRIES],
               length_bytes);
}
