// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What the driver of a network device stands on: the model of the device, a ledger with one buffer
 * for each direction, and a client that notes what it is told. A direction has a queue.
 */
#pragma once

#include <stdint.h>

#include <chips/virtio/network.h>

#include "fake_ledger.h"
#include "virtio_model.h"

enum { RECEIVE, TRANSMIT, DIRECTIONS };
enum { BUFFER_BYTES = 1536, HEADER_BYTES = 12 };

struct network {
    uint8_t bytes[DIRECTIONS][BUFFER_BYTES]; ///< of the buffers

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

/// Offers the buffer of a direction; `length_bytes` counts for TRANSMIT only.
enum error network_start(unsigned direction, size_t length_bytes);
