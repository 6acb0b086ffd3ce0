// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `virtual_ethernet`: an Ethernet device (hal/ethernet.h) for several clients, each with a
 * port (hal/ethernet_port.h).
 *
 * Each client has a place. A place without a type gets every frame; one with a type gets those of
 * that type that are for this board: to its own address, or to a group. A frame is kept until all
 * that got it have released it, and for ETHERNET_PORT_KEEP_MILLISECONDS at most; then the device
 * waits for the next one. Those that come meanwhile wait in the device, or are lost.
 *
 * Frames that go out are sent one after the other, in the order of the places and round again. A
 * buffer that is sent never is this capsule's own: it hands to the device what a client has lent
 * it by its call, and the ledger gives that back to the client. What a client sends does not come
 * in for the others.
 *
 * When this capsule starts, at boot or again after it has failed, every client's frame that it
 * knows nothing of ends with ERROR_RESERVE; a client that has sent none ignores that.
 */
#pragma once

#include <capsule.h>
#include <hal/ethernet.h>
#include <hal/ethernet_port.h>

enum virtual_ethernet_place {
    VIRTUAL_ETHERNET_FIRST,
    VIRTUAL_ETHERNET_SECOND,
};
enum { VIRTUAL_ETHERNET_CLIENT_COUNT = 2 };

/// The type of the frames for each place; 0: all of them. Defined by the board.
struct virtual_ethernet_type {
    uint16_t type;
};
extern const struct virtual_ethernet_type virtual_ethernet_types[VIRTUAL_ETHERNET_CLIENT_COUNT];

/// The device that all share. Defined by the board.
extern const struct ethernet virtual_ethernet_device;

/// Who is told; a place of the board's that nobody has is empty. Defined by the board.
extern const struct ethernet_port_client virtual_ethernet_clients[VIRTUAL_ETHERNET_CLIENT_COUNT];

void virtual_ethernet_init(void);
void virtual_ethernet_deferred(void);
void virtual_ethernet_timer(void);

void virtual_ethernet_received(const struct ethernet_received *event);
void virtual_ethernet_transmitted(const struct ethernet_transmitted *event);

// The port of each place.
void virtual_ethernet_describe(struct ethernet_description *description);
enum error virtual_ethernet_first_transmit(struct transfer_buffer buffer, size_t length_bytes);
enum error virtual_ethernet_first_cancel(void);
void virtual_ethernet_first_read(struct ethernet_part *part);
enum error virtual_ethernet_first_release(uint32_t number);
enum error virtual_ethernet_second_transmit(struct transfer_buffer buffer, size_t length_bytes);
enum error virtual_ethernet_second_cancel(void);
void virtual_ethernet_second_read(struct ethernet_part *part);
enum error virtual_ethernet_second_release(uint32_t number);
