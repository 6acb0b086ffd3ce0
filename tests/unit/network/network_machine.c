// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "network_machine.h"

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

struct network network;

const uint32_t virtio_network_device = 5;

static void line_mask(unsigned line)
{
    assert_int_equal(line, DEVICE_LINE);
    network.is_line_masked = true;
}

const struct virtio_slots virtio_slots = {.base = BASE,
                                          .stride_bytes = SLOT_BYTES,
                                          .count = SLOTS,
                                          .first_line = 1,
                                          .line_mask = line_mask};

// ---------------------------------------------------------------------------------------------
// Registers

static uint32_t configuration_read(uintptr_t offset)
{
    static const uint8_t address[8] = {0x52, 0x54, 0x00, 0xAB, 0xCD, 0xEF, 1, 0};
    uint32_t word;
    assert_true(offset % sizeof word == 0 && offset + sizeof word <= sizeof address);
    memcpy(&word, address + offset, sizeof word);
    return word;
}

uint32_t mmio_read_32(uintptr_t address)
{
    const uintptr_t offset = (address - BASE) % SLOT_BYTES;
    if ((address - BASE) / SLOT_BYTES != DEVICE_SLOT || network.is_absent) {
        assert_true(offset <= 8); // Nothing but what says that the slot is empty.
        return offset == 0 ? 0x74726976 : offset == 4 ? 2 : 0;
    }
    switch (offset) {
    case 0x00:
        return 0x74726976;
    case 0x04:
        return network.version;
    case 0x08:
        return 1;
    case 0x10:
        return network.features;
    case 0x34:
        return network.has_one_queue && network.selected_queue > 0 ? 0 : 256;
    case 0x60:
        return network.interrupt;
    case 0x70:
        return network.never_resets ? network.status | 0x40 : network.status;
    default:
        assert_true(offset >= 0x100);
        return configuration_read(offset - 0x100);
    }
}

static void reset_device(void)
{
    memset(network.has_queue, 0, sizeof network.has_queue);
    network.interrupt = 0;
}

static void part_write(uintptr_t offset, uint32_t value)
{
    const bool is_high = offset % 8 == 4;
    uint64_t *part = &network.parts[network.selected_queue][(offset - 0x80) / 0x10];
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
        network.accepted = (value & 1) != 0 ? network.accepted : value;
        break;
    case 0x30:
        assert_true(value < DIRECTIONS);
        network.selected_queue = value;
        break;
    case 0x40:
        assert_int_equal(network.version, 1);
        network.has_queue[network.selected_queue] = true;
        break;
    case 0x44:
        network.has_queue[network.selected_queue] = true;
        break;
    case 0x50:
        assert_true(value < DIRECTIONS && (network.status & 4) != 0);
        network.notifications[value]++;
        break;
    case 0x64:
        network.interrupt &= ~value;
        break;
    case 0x70:
        network.status = value;
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
    network.is_line_enabled = true;
}

void kernel_bottom_half_request(unsigned line)
{
    assert_int_equal(line, DEVICE_LINE);
    network.is_bottom_half_requested = true;
}

void invariant_failed(void)
{
    fail_msg("invariant");
    __builtin_unreachable();
}

enum error ledger_take(struct transfer_buffer buffer, uint32_t holder, size_t length_bytes,
                       uint8_t **bytes)
{
    assert_int_equal(holder, virtio_network_device);
    if (buffer.index >= DIRECTIONS || length_bytes > BUFFER_BYTES) {
        return ERROR_INVALID;
    }
    struct buffer *taken = &network.buffers[buffer.index];
    if (taken->is_at_device || buffer.generation != taken->name.generation) {
        return ERROR_STALE;
    }
    taken->is_at_device = true;
    taken->name.generation++;
    *bytes = taken->bytes;
    return ERROR_NONE;
}

enum error ledger_return(struct transfer_buffer buffer, uint32_t holder,
                         struct transfer_buffer *returned)
{
    struct buffer *given = &network.buffers[buffer.index];
    assert_true(holder == virtio_network_device && given->is_at_device);
    given->is_at_device = false;
    given->name.generation++;
    *returned = given->name;
    return ERROR_NONE;
}

// ---------------------------------------------------------------------------------------------
// The client

/// What the device keeps has no name that is good.
static void end_note(unsigned direction, struct transfer_buffer buffer)
{
    const struct buffer *ended = &network.buffers[direction];
    assert_int_equal(buffer.index, direction);
    assert_int_equal(buffer.generation == ended->name.generation, !ended->is_at_device);
    network.ends[direction]++;
}

static void received(const struct ethernet_received *event)
{
    end_note(RECEIVE, event->buffer);
    network.received = *event;
}

static void transmitted(const struct ethernet_transmitted *event)
{
    end_note(TRANSMIT, event->buffer);
    network.transmitted = *event;
}

const struct ethernet_client virtio_network_client = {.received = received,
                                                      .transmitted = transmitted};

// ---------------------------------------------------------------------------------------------
// For tests

void network_plug_in(void)
{
    network.version = 2;
    network.features = UINT32_MAX;
    network.status = 0;
    network.is_absent = false;
    network.never_resets = false;
    network.has_one_queue = false;
    network.is_line_masked = false;
    reset_device();
}

void network_reset(void)
{
    network_plug_in();
    // What the test before has left under way.
    (void)virtio_network_cancel();
    virtio_network_bottom_half();
    network = (struct network){.version = 0};
    for (unsigned i = 0; i < DIRECTIONS; i++) {
        network.buffers[i].name = (struct transfer_buffer){.index = (uint16_t)i, .generation = 7};
    }
    network_plug_in();
    assert_int_equal(virtio_network_initialise(), DEVICE_LINE);
}

struct virtio_queue *network_queue(unsigned direction)
{
    assert_true(network.has_queue[direction]);
    struct virtio_queue *queue;
    memcpy(&queue, &network.parts[direction][0], sizeof queue);
    assert_ptr_equal(&queue->used, (void *)(uintptr_t)network.parts[direction][2]);
    return queue;
}

enum error network_start(unsigned direction, size_t length_bytes)
{
    const struct transfer_buffer name = network.buffers[direction].name;
    return direction == RECEIVE ? virtio_network_receive(name)
                                : virtio_network_transmit(name, length_bytes);
}

void network_use(unsigned direction, uint16_t index, uint32_t id, uint32_t length_bytes)
{
    struct virtio_queue *queue = network_queue(direction);
    struct virtio_used_entry *entry = &queue->used.ring[queue->used.index % VIRTIO_QUEUE_ENTRIES];
    entry->id = id;
    entry->length_bytes = length_bytes;
    queue->used.index = index;
    network.interrupt |= 1;
}

void network_finish(unsigned direction, uint32_t length_bytes)
{
    network_use(direction, network_queue(direction)->available.index, 0, length_bytes);
}
