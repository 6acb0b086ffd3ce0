// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "network_machine.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { KIND = 1 };

struct network network;

const uint32_t virtio_network_device = 5;

/// What the device keeps has no name that is good.
static void end_note(unsigned direction, struct transfer_buffer buffer)
{
    const struct fake_ledger_buffer *ended = &fake_ledger[direction];
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

void network_plug_in(void)
{
    static const uint32_t address[] = {0xAB005452, 0x0001EFCD}; // 52:54:00:AB:CD:EF, and it is up
    model_plug_in(KIND, address, sizeof address / sizeof address[0]);
}

void network_reset(void)
{
    network_plug_in();
    // What the test before has left under way.
    (void)virtio_network_cancel();
    virtio_network_bottom_half();
    memset(&model, 0, sizeof model);
    memset(&network, 0, sizeof network);
    for (unsigned i = 0; i < DIRECTIONS; i++) {
        fake_ledger_put(i, network.bytes[i], BUFFER_BYTES, 1u << virtio_network_device);
    }
    network_plug_in();
    assert_int_equal(virtio_network_initialise(), DEVICE_LINE);
}

enum error network_start(unsigned direction, size_t length_bytes)
{
    const struct transfer_buffer name = fake_ledger[direction].name;
    return direction == RECEIVE ? virtio_network_receive(name)
                                : virtio_network_transmit(name, length_bytes);
}
