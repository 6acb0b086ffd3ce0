// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The state of the capsule `udp`, which its files share.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "udp.h"

enum { UDP_PROCESS_COUNT_MAX = 64 /* bound of the loops over processes */ };
enum { UDP_ENDPOINTS_BYTES = 2 * UDP_ENDPOINT_BYTES };
enum { UDP_CHECKSUM_OFFSET_BYTES = 6 };

struct udp_endpoint {
    struct ipv6_address address;
    uint16_t port; ///< 0: none
};

/// What the driver keeps for one process, in its grant.
struct udp_client {
    struct udp_endpoint bound;      ///< port 0: to nothing. A restart leaves it
    struct lease payload;           ///< of the datagram that it sends
    struct udp_endpoint peer;       ///< that it sends to
    struct udp_endpoint sends_from; ///< since it may be bound to something else meanwhile
    uint32_t lost;                  ///< datagrams, since the last upcall
    uint16_t length_bytes;
    bool is_sending; ///< waits for its turn, or for its end
    bool is_flying;  ///< the network knows of it
};

_Static_assert(sizeof(struct udp_client) <= UDP_GRANT_BYTES, "the board reserves UDP_GRANT_BYTES");
_Static_assert(sizeof(struct udp_endpoint) == UDP_KEPT_BYTES, "it is first in struct udp_client");

/// What becomes of the packet that the network has for this capsule.
enum udp_stage { UDP_NOTHING, UDP_ARRIVED, UDP_COPYING, UDP_UNWANTED, UDP_UNREACHABLE };

struct udp_state {
    bool is_started;                          ///< in this life of the capsule
    struct process_id sender;                 ///< whose turn it is, or was
    struct process_id flying[IPV6_SENDS_MAX]; ///< by the network's number; number 0: nobody

    uint8_t stage; ///< enum udp_stage
    struct ipv6_arrived packet;
    struct udp_endpoint peer; ///< its sender
    struct process_id receiver;
    struct lease buffer; ///< where it goes
    uint32_t copied_bytes;

    uint8_t part[IPV6_PART_BYTES_MAX];
};

extern struct udp_state udp_state;

_Static_assert((int)IPV6_PART_BYTES_MAX <= (int)LEASE_COPY_BYTES_MAX, "a part goes at once");

// udp.c

/// Who has a port; number 0: nobody.
struct process_id udp_port_find(uint16_t port);

// send.c

/// Notes what a program wants sent. Errors: see udp.h.
MUST_CHECK enum error udp_send_start(struct process_id process, struct udp_client *client);

/// Ends what a program sends, and tells it.
void udp_send_end(struct process_id process, struct udp_client *client, enum error status);

/// Has the datagram of the next program that waits sent.
void udp_send_step(void);

/// Reads the two endpoints that a program allows into udp_state.part.
MUST_CHECK enum error udp_endpoints_read(struct process_id process, uint32_t number);

/// An endpoint as a program writes it, from a place in udp_state.part on.
struct udp_endpoint udp_endpoint_at(size_t first);

bool udp_address_equal(const struct ipv6_address *one, const struct ipv6_address *other);

// receive.c

/// Does the next part of the work on what has come in.
void udp_receive_step(void);
