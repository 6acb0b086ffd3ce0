// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "input_machine.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include <arch/mmio.h>
#include <chips/virtio/transport.h>
#include <kernel/port.h>
#include <lib/invariant.h>

enum { BASE = 0x10000000, SLOT_BYTES = 0x1000, RUNS_MAX = 100 };

struct input input;

const struct virtio_input_choice virtio_input_choice = {
    .keys = {103, 108, 105, 106, 28, 57, 1, 15}, .width_pixels = 320, .height_pixels = 240};

static void line_mask(unsigned line)
{
    input.devices[line - 1].is_line_masked = true;
}

const struct virtio_slots virtio_slots = {.base = BASE,
                                          .stride_bytes = SLOT_BYTES,
                                          .count = SLOTS,
                                          .first_line = 1,
                                          .line_mask = line_mask};

// ---------------------------------------------------------------------------------------------
// Registers

static struct input_device *device_at(uintptr_t address)
{
    return &input.devices[(address - BASE) / SLOT_BYTES];
}

/// What the device answers to what it was asked: how many bytes, then the bytes from the eighth on.
static uint32_t configuration_read(const struct input_device *device, uintptr_t offset)
{
    const bool is_tablet = device == &input.devices[TABLET];
    const bool tells_places = is_tablet && device->select[0] == 0x11 && device->select[1] == 3;
    const bool tells_range =
        is_tablet && !device->lacks_axes && device->select[0] == 0x12 && device->select[1] < 2;
    if (offset == 0) {
        return (tells_places ? 1u << 16 : tells_range ? 20u << 16 : 0) | 0xAB00u << 16;
    }
    assert_true(tells_range && (offset == 8 || offset == 12));
    return offset == 8 ? device->least : device->most;
}

uint32_t mmio_read_32(uintptr_t address)
{
    const struct input_device *device = device_at(address);
    const uintptr_t offset = (address - BASE) % SLOT_BYTES;
    const bool is_one = device == &input.devices[TABLET] || device == &input.devices[KEYBOARD];
    if (!is_one || device->is_absent) {
        assert_true(offset <= 8); // Nothing but what says that the slot is empty.
        return offset == 0 ? 0x74726976 : offset == 4 ? 2 : 0;
    }
    switch (offset) {
    case 0x00:
        return 0x74726976;
    case 0x04:
        return device->version;
    case 0x08:
        return 18;
    case 0x10:
        return UINT32_MAX;
    case 0x34:
        return device->entries_max;
    case 0x60:
        return device->interrupt;
    case 0x70:
        return device->never_resets ? device->status | 0x40 : device->status;
    default:
        assert_true(offset >= 0x100);
        return configuration_read(device, offset - 0x100);
    }
}

void mmio_write_8(uintptr_t address, uint8_t value)
{
    const uintptr_t offset = (address - BASE) % SLOT_BYTES - 0x100;
    assert_true(offset < 2);
    device_at(address)->select[offset] = value;
}

void mmio_write_32(uintptr_t address, uint32_t value)
{
    struct input_device *device = device_at(address);
    const uintptr_t offset = (address - BASE) % SLOT_BYTES;
    switch (offset) {
    case 0x14:
    case 0x20:
    case 0x24:
    case 0x28:
    case 0x3C:
        break;
    case 0x30:
        assert_int_equal(value, 0);
        break;
    case 0x38:
        assert_int_equal(value, VIRTIO_EVENTS);
        break;
    case 0x40:
    case 0x44:
        device->has_queue = true;
        break;
    case 0x50:
        assert_int_equal(value, 0);
        assert_true((device->status & 4) != 0);
        break;
    case 0x64:
        device->interrupt &= ~value;
        break;
    case 0x70:
        device->status = value;
        device->has_queue = device->has_queue && value != 0;
        device->next = value != 0 ? device->next : 0;
        break;
    default: {
        assert_true(offset >= 0x80 && offset < 0xB0);
        uint64_t *part = &device->parts[(offset - 0x80) / 0x10];
        *part = offset % 8 == 4 ? (*part & UINT32_MAX) | (uint64_t)value << 32
                                : (*part & ~(uint64_t)UINT32_MAX) | value;
        break;
    }
    }
}

void mmio_barrier(void)
{
}

// ---------------------------------------------------------------------------------------------
// The kernel and the clients

void port_irq_enable(unsigned line)
{
    input.devices[line - 1].is_line_enabled = true;
}

void kernel_bottom_half_request(unsigned line)
{
    assert_true(line == TABLET + 1 || line == KEYBOARD + 1);
    input.requests++;
}

void invariant_failed(void)
{
    fail_msg("invariant");
    __builtin_unreachable();
}

static void touched(const struct touched *event)
{
    assert_true(input.told_count < TOLD_MAX);
    input.told[input.told_count++] = *event;
}

static void changed(const struct button_changed *event)
{
    assert_true(input.changed_count < TOLD_MAX);
    input.changed[input.changed_count++] = *event;
}

const struct touch_client virtio_input_touch_client = {.touched = touched};
const struct button_client virtio_input_key_client = {.changed = changed};

// ---------------------------------------------------------------------------------------------
// For tests

void input_reset(void)
{
    // A driver starts once; this one has seen the devices of the test before go.
    for (unsigned slot = 0; slot < SLOTS; slot++) {
        for (unsigned i = 0; i < RUNS_MAX; i++) {
            (void)virtio_input_bottom_half(slot + 1);
        }
    }
    const bool is_wanted = false;
    virtio_input_touch_watch(&is_wanted);
    virtio_input_key_watch(0);
    memset(&input, 0, sizeof input);
    static const unsigned slots[] = {TABLET, KEYBOARD};
    for (unsigned i = 0; i < 2; i++) {
        input.devices[slots[i]] =
            (struct input_device){.version = 2, .entries_max = 64, .most = PLACE_MOST};
    }
}

struct virtio_event_queue *input_queue(unsigned slot)
{
    const struct input_device *device = &input.devices[slot];
    assert_true(device->has_queue);
    struct virtio_event_queue *queue;
    memcpy(&queue, &device->parts[0], sizeof queue);
    assert_ptr_equal(&queue->available, (void *)(uintptr_t)device->parts[1]);
    assert_ptr_equal(&queue->used, (void *)(uintptr_t)device->parts[2]);
    return queue;
}

void input_use(unsigned slot, uint16_t index, uint32_t id, uint32_t length_bytes)
{
    struct virtio_event_queue *queue = input_queue(slot);
    struct virtio_used_entry *entry = &queue->used.ring[queue->used.index % VIRTIO_EVENTS];
    entry->id = id;
    entry->length_bytes = length_bytes;
    queue->used.index = index;
    input.devices[slot].interrupt |= 1;
}

bool input_tell(unsigned slot, uint16_t type, uint16_t code, uint32_t value)
{
    struct virtio_event_queue *queue = input_queue(slot);
    struct input_device *device = &input.devices[slot];
    if (device->next == queue->available.index) {
        return false;
    }
    const uint16_t place = queue->available.ring[device->next % VIRTIO_EVENTS];
    assert_true(place < VIRTIO_EVENTS);
    const struct virtio_descriptor *descriptor = &queue->descriptors[place];
    assert_int_equal(descriptor->flags, 2);
    assert_int_equal(descriptor->length_bytes, VIRTIO_EVENT_BYTES);
    const uint16_t kind[2] = {type, code};
    uint8_t *bytes;
    memcpy(&bytes, &descriptor->address, sizeof bytes);
    memcpy(bytes, kind, sizeof kind);
    memcpy(bytes + sizeof kind, &value, sizeof value);
    device->next++;
    input_use(slot, (uint16_t)(queue->used.index + 1), place, VIRTIO_EVENT_BYTES);
    return true;
}

void input_serve(unsigned slot)
{
    for (unsigned i = 0; i == 0 || input.requests > 0; i++) {
        assert_true(i < RUNS_MAX);
        input.requests = 0;
        assert_true(virtio_input_bottom_half(slot + 1));
    }
}
