// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What the driver of a network device stands on: the registers of the device in slot DEVICE_SLOT, a
 * ledger with one buffer for each direction, and a client that notes what it is told.
 *
 * The model does what the standard says, and checks that the driver does, too. What it does with
 * its queues is the test's to say, which also may break the rules.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <chips/virtio/network.h>
#include <chips/virtio/queue.h>

enum { RECEIVE, TRANSMIT, DIRECTIONS };
enum { DEVICE_SLOT = 3, DEVICE_LINE = DEVICE_SLOT + 1, BUFFER_BYTES = 1536, HEADER_BYTES = 12 };

struct buffer {
    uint8_t bytes[BUFFER_BYTES];
    struct transfer_buffer name;
    bool is_at_device;
};

struct network {
    // The device.
    bool is_absent;
    bool never_resets;
    bool has_one_queue;
    uint32_t version;
    uint32_t features;
    uint32_t status;
    uint32_t accepted; ///< of its features
    uint32_t selected_queue;
    uint64_t parts[DIRECTIONS][3]; ///< where the parts of its queues lie
    bool has_queue[DIRECTIONS];
    uint32_t interrupt;
    unsigned notifications[DIRECTIONS];

    // The kernel.
    bool is_line_enabled;
    bool is_line_masked;
    bool is_bottom_half_requested;
    struct buffer buffers[DIRECTIONS];

    // The client.
    unsigned ends[DIRECTIONS];
    struct ethernet_received received;
    struct ethernet_transmitted transmitted;
};
extern struct network network;

/// A current device that has just been plugged in and started; nothing is under way.
void network_reset(void);

/// Plugs in another one. What the driver has under way is still under way.
void network_plug_in(void);

struct virtio_queue *network_queue(unsigned direction);

/// Offers the buffer of a direction; `length_bytes` counts for TRANSMIT only.
enum error network_start(unsigned direction, size_t length_bytes);

/// The device says that it has used a request, in the place where the driver looks next.
void network_use(unsigned direction, uint16_t index, uint32_t id, uint32_t length_bytes);

/// It says so as the standard wants it, of the request that was offered last.
void network_finish(unsigned direction, uint32_t length_bytes);
