// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The state of the capsule `ipv6`, which its files share.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "ipv6.h"

enum {
    IPV6_HEADER_BYTES = 40,
    IPV6_FRAME_HEADER_BYTES = ETHERNET_FRAME_BYTES_MIN, ///< before the packet
    IPV6_HEADERS_BYTES = IPV6_FRAME_HEADER_BYTES + IPV6_HEADER_BYTES,
};
enum { IPV6_PROTOCOL_ICMP = 58 };
enum { IPV6_SLICE_BYTES = 128 }; ///< of a packet that are summed up in one run; even
enum { IPV6_HOP_LIMIT = 64, IPV6_HOP_LIMIT_NEIGHBOURS = 255 };
enum { IPV6_NEIGHBOURS_MAX = 8 };

/// An address of the link.
struct ipv6_link {
    uint8_t bytes[ETHERNET_ADDRESS_BYTES];
};

// ---------------------------------------------------------------------------------------------
// Addresses of this board, and its router: address.c

enum ipv6_place { IPV6_LINK_LOCAL, IPV6_OF_PREFIX };
enum ipv6_address_state {
    IPV6_ADDRESS_NONE,
    IPV6_ADDRESS_TENTATIVE, ///< nobody may have it; it is not used yet
    IPV6_ADDRESS_USABLE,
    IPV6_ADDRESS_DUPLICATE, ///< somebody else has it; it is never used
};

struct ipv6_own_address {
    struct ipv6_address address;
    uint64_t at;          ///< tentative: of the next step
    uint64_t valid_until; ///< of the one made of a prefix
    uint8_t state;        ///< enum ipv6_address_state
    bool is_question_due; ///< whether somebody has it
    bool is_asked;
};

struct ipv6_router {
    struct ipv6_address address;
    uint64_t until;
    bool is_known;
};

/// Of the prefix, which is the first half of the second own address: whether it is this link's.
struct ipv6_prefix {
    struct ipv6_address address;
    uint64_t on_link_until;
    bool is_on_link;
};

// ---------------------------------------------------------------------------------------------
// Neighbours: neighbour.c

enum ipv6_neighbour_state { // RFC 4861, 7.3.2
    IPV6_NEIGHBOUR_NONE,
    IPV6_NEIGHBOUR_INCOMPLETE, ///< asked for
    IPV6_NEIGHBOUR_REACHABLE,
    IPV6_NEIGHBOUR_STALE,
    IPV6_NEIGHBOUR_DELAY, ///< used, and not heard of since
    IPV6_NEIGHBOUR_PROBE, ///< asked whether it is still there
};

struct ipv6_neighbour {
    struct ipv6_address address;
    struct ipv6_link link; ///< not while incomplete
    uint64_t at;           ///< of the next step, if there is one in this state
    uint64_t used_at;
    uint8_t state; ///< enum ipv6_neighbour_state
    uint8_t questions;
    bool is_question_due;
};

// ---------------------------------------------------------------------------------------------
// The packet that goes out: packet.c

enum ipv6_packet_stage {
    IPV6_PACKET_NONE,
    IPV6_PACKET_FILLING,
    IPV6_PACKET_AT_DEVICE,
    IPV6_PACKET_OWN, ///< for this board: it comes in again
};

/// Where the payload behind the head comes from.
enum ipv6_origin { IPV6_ORIGIN_NONE, IPV6_ORIGIN_FRAME, IPV6_ORIGIN_CLIENT };

enum { IPV6_PACKET_HEAD_BYTES_MAX = 32 };

struct ipv6_packet_plan {
    struct ipv6_address source;
    struct ipv6_address destination;
    struct ipv6_link link;
    uint8_t protocol;
    uint8_t hop_limit;
    uint8_t origin; ///< enum ipv6_origin
    bool is_own;    ///< for this board
    uint32_t checksum_offset_bytes;
    uint32_t origin_offset_bytes; ///< in the frame
    uint32_t sending;             ///< of the client
    uint32_t head_bytes;          ///< even
    uint32_t length_bytes;        ///< of the payload, its head included
    uint8_t head[IPV6_PACKET_HEAD_BYTES_MAX];
};

struct ipv6_packet {
    struct ipv6_packet_plan plan;
    uint8_t stage; ///< enum ipv6_packet_stage
    bool is_cancelled;
    uint32_t filled_bytes; ///< of the payload
    uint32_t sum;
    uint64_t until; ///< at the device
};

// ---------------------------------------------------------------------------------------------
// The packet that comes in: receive.c

enum ipv6_receive_stage {
    IPV6_RECEIVE_NONE,
    IPV6_RECEIVE_HEADERS, ///< behind the first one
    IPV6_RECEIVE_SUM,
    IPV6_RECEIVE_ANSWERING, ///< until the answer has been made of it
    IPV6_RECEIVE_AT_CLIENT,
    IPV6_RECEIVE_UNREACHABLE, ///< the client has no such port
    IPV6_RECEIVE_DONE,        ///< the client has released it
};

struct ipv6_receive {
    uint8_t stage;  ///< enum ipv6_receive_stage
    bool is_own;    ///< in the buffer for packets that go out, not in the port's
    uint8_t header; ///< kind of what begins at `offset_bytes`
    uint8_t headers_seen;
    uint8_t hop_limit;
    uint32_t pointer_bytes; ///< in the packet, of the field that named that kind
    uint32_t number;        ///< of the packet, for the client
    uint32_t frame_number;  ///< of the port
    uint32_t offset_bytes;  ///< in the frame
    uint32_t end_bytes;     ///< in the frame
    uint32_t summed_bytes;
    uint32_t sum;
    uint64_t until; ///< at the client
    struct ipv6_address source;
    struct ipv6_address destination;
    struct ipv6_link link; ///< who has sent the frame
};

// ---------------------------------------------------------------------------------------------
// What the client sends: send.c

struct ipv6_sending {
    struct ipv6_send request;
    struct ipv6_address next_hop;
    bool is_used;
};

// ---------------------------------------------------------------------------------------------

struct ipv6_state {
    bool is_started; ///< in this life of the capsule
    bool is_present; ///< there is a device with an address
    struct ipv6_link link;
    uint8_t hop_limit;

    struct ipv6_own_address own[IPV6_ADDRESSES_MAX];
    struct ipv6_router router;
    struct ipv6_prefix prefix;
    uint64_t router_question_at;
    uint8_t router_questions;
    bool is_router_question_due;

    struct ipv6_neighbour neighbour[IPV6_NEIGHBOURS_MAX];
    struct ipv6_packet packet;
    struct ipv6_receive receive;
    struct ipv6_sending sending[IPV6_SENDS_MAX];
    uint8_t next_sending;
    bool is_turn_of_receiving;

    uint32_t frame_number; ///< of the port's frame; 0: none
    uint32_t frame_bytes;
    uint32_t packet_number; ///< of the last one that the client got

    uint32_t errors_left; ///< that may be sent before `errors_at`
    uint64_t errors_at;

    uint32_t dropped_packets;
    uint32_t dropped_fragments;

    uint8_t part[IPV6_PART_BYTES_MAX]; ///< used within one run
};

extern struct ipv6_state ipv6_state;

/// Ticks in so many milliseconds.
static inline uint64_t ipv6_ticks(uint32_t milliseconds)
{
    enum { MILLISECONDS_PER_SECOND = 1000 };
    return (uint64_t)(time_hz() / MILLISECONDS_PER_SECOND) * milliseconds;
}
