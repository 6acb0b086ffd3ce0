// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "virtio_model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include <arch/mmio.h>
#include <chips/virtio/transport.h>
#include <kernel/port.h>
#include <lib/invariant.h>

enum { BASE = 0x10000000, SLOT_BYTES = 0x1000, SLOTS = 8 };

struct virtio_model model;

static void line_mask(unsigned line)
{
    assert_int_equal(line, DEVICE_LINE);
    model.is_line_masked = true;
}

const struct virtio_slots virtio_slots = {.base = BASE,
                                          .stride_bytes = SLOT_BYTES,
                                          .count = SLOTS,
                                          .first_line = 1,
                                          .line_mask = line_mask};

// ---------------------------------------------------------------------------------------------
// Registers

uint32_t mmio_read_32(uintptr_t address)
{
    const uintptr_t offset = (address - BASE) % SLOT_BYTES;
    if ((address - BASE) / SLOT_BYTES != DEVICE_SLOT || model.is_absent) {
        assert_true(offset <= 8); // Nothing but what says that the slot is empty.
        return offset == 0 ? 0x74726976 : offset == 4 ? 2 : 0;
    }
    switch (offset) {
    case 0x00:
        return 0x74726976;
    case 0x04:
        return model.version;
    case 0x08:
        return model.kind;
    case 0x10:
        return model.features;
    case 0x34:
        return model.selected_queue < model.queue_count ? 256 : 0;
    case 0x60:
        return model.interrupt;
    case 0x70:
        return model.never_resets ? model.status | 0x40 : model.status;
    default:
        assert_true(offset >= 0x100 && offset % 4 == 0);
        assert_true((offset - 0x100) / 4 < model.configuration_words);
        return model.configuration[(offset - 0x100) / 4];
    }
}

static void reset_device(void)
{
    memset(model.has_queue, 0, sizeof model.has_queue);
    model.interrupt = 0;
}

static void part_write(uintptr_t offset, uint32_t value)
{
    const bool is_high = offset % 8 == 4;
    uint64_t *part = &model.parts[model.selected_queue][(offset - 0x80) / 0x10];
    *part = is_high ? (*part & UINT32_MAX) | (uint64_t)value << 32
                    : (*part & ~(uint64_t)UINT32_MAX) | value;
}

void mmio_write_32(uintptr_t address, uint32_t value)
{
    const uintptr_t offset = address - BASE - DEVICE_SLOT * SLOT_BYTES;
    switch (offset) {
    case 0x14:
    case 0x24:
    case 0x28:
    case 0x38:
    case 0x3C:
        break;
    case 0x20:
        // The word of the features above bit 31 holds one that is in the other never.
        model.accepted = (value & 1) != 0 ? model.accepted : value;
        break;
    case 0x30:
        assert_true(value < MODEL_QUEUES);
        model.selected_queue = value;
        break;
    case 0x40:
        assert_int_equal(model.version, 1);
        model.has_queue[model.selected_queue] = true;
        break;
    case 0x44:
        model.has_queue[model.selected_queue] = true;
        break;
    case 0x50:
        assert_true(value < MODEL_QUEUES && (model.status & 4) != 0);
        model.notifications[value]++;
        break;
    case 0x64:
        model.interrupt &= ~value;
        break;
    case 0x70:
        model.status = value;
        if (value == 0) {
            reset_device();
        }
        break;
    default:
        assert_true(offset >= 0x80 && offset < 0xB0);
        part_write(offset, value);
        break;
    }
}

void mmio_write_8(uintptr_t address, uint8_t value)
{
    fail_msg("write of %u to a byte at %#lx", value, (unsigned long)address);
}

void mmio_barrier(void)
{
}

// ---------------------------------------------------------------------------------------------
// The kernel

void port_irq_enable(unsigned line)
{
    assert_int_equal(line, DEVICE_LINE);
    model.is_line_enabled = true;
}

void kernel_bottom_half_request(unsigned line)
{
    assert_int_equal(line, DEVICE_LINE);
    model.is_bottom_half_requested = true;
}

void invariant_failed(void)
{
    fail_msg("invariant");
    __builtin_unreachable();
}

// ---------------------------------------------------------------------------------------------
// For tests

void model_plug_in(uint32_t kind, const uint32_t *configuration, uint32_t words)
{
    assert_true(words <= MODEL_CONFIGURATION_WORDS);
    memcpy(model.configuration, configuration, words * sizeof *configuration);
    model.configuration_words = words;
    model.kind = kind;
    model.version = 2;
    model.features = UINT32_MAX;
    model.queue_count = MODEL_QUEUES;
    model.status = 0;
    model.is_absent = false;
    model.never_resets = false;
    model.is_line_masked = false;
    reset_device();
}

struct virtio_queue *model_queue(unsigned queue)
{
    assert_true(model.has_queue[queue]);
    struct virtio_queue *found;
    memcpy(&found, &model.parts[queue][0], sizeof found);
    assert_ptr_equal(&found->used, (void *)(uintptr_t)model.parts[queue][2]);
    return found;
}

void model_use(unsigned queue, uint16_t index, uint32_t id, uint32_t length_bytes)
{
    struct virtio_queue *used = model_queue(queue);
    struct virtio_used_entry *entry = &used->used.ring[used->used.index % VIRTIO_QUEUE_ENTRIES];
    entry->id = id;
    entry->length_bytes = length_bytes;
    used->used.index = index;
    model.interrupt |= 1;
}

void model_finish(unsigned queue, uint32_t length_bytes)
{
    model_use(queue, model_queue(queue)->available.index, 0, length_bytes);
}
