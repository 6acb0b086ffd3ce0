// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Contract of a network of IPv6: payloads of one protocol (UDP) go out and come in.
 *
 * Whoever implements it offers a constant `struct ipv6_network`; whoever uses it gets a constant
 * `struct ipv6_network_client` called, never inside a call of its own. Both are capsules, so every
 * function takes one pointer to a structure that is borrowed for the call (or nothing), and the
 * board puts the boundary in between. Each returns ERROR_NONE, or ERROR_FAILED if the capsule
 * called was aborted; the answer is in the structure.
 *
 * Out: send() says what is to go where. When the way to the destination is known and it is the
 * packet's turn, fetch() is called for the bytes of the payload, part by part from the first one
 * on; then sent(). So the bytes do not wait anywhere: who has nothing to give any more (a process
 * died) gives nothing, and nothing is sent. The network puts the checksum (RFC 8200, 8.1) in its
 * place.
 *
 * In: arrived() says that there is a packet, whose checksum is right; read() copies parts of its
 * payload; release() ends that. A client that keeps a packet for long loses it. A packet's content
 * and its source are anybody's word.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <abi/error.h>
#include <lib/attributes.h>
#include <lib/span.h>

enum {
    IPV6_ADDRESS_BYTES = 16,
    IPV6_ADDRESSES_MAX = 2,     ///< of this board
    IPV6_SEND_BYTES_MAX = 1240, ///< of a payload: what every link can carry, less the header
    IPV6_ARRIVED_BYTES_MAX = 1460,
    IPV6_SENDS_MAX = 4,        ///< under way at once
    IPV6_PART_BYTES_MAX = 256, ///< that are fetched, or read, at once
};
enum { IPV6_PROTOCOL_UDP = 17 };

struct ipv6_address {
    uint8_t bytes[IPV6_ADDRESS_BYTES];
};

/// The address that a pointer shows.
static ALWAYS_INLINE struct ipv6_address ipv6_address_at(const struct ipv6_address *address)
{
    return *address;
}

struct ipv6_description {
    bool is_present;       ///< there is a device
    uint8_t address_count; ///< that can be used now: none before the network has made sure of one
    struct ipv6_address address[IPV6_ADDRESSES_MAX];
    uint32_t dropped_packets;   ///< that came in and were wrong, or for nobody
    uint32_t dropped_fragments; ///< among these: packets that were sent in pieces
};

struct ipv6_send {
    uint32_t number; ///< names it; no other one under way has it
    struct ipv6_address source;
    struct ipv6_address destination;
    uint32_t length_bytes;          ///< of the payload
    uint32_t checksum_offset_bytes; ///< in the payload; what is given there is zero
    /// Answer. ERROR_NONE: client->sent follows. ERROR_BUSY: IPV6_SENDS_MAX are under way.
    /// ERROR_SIZE: longer than IPV6_SEND_BYTES_MAX. ERROR_INVALID: the source is not an address of
    /// this board, or cannot be used with this destination; the number is in use; there is no room
    /// for a checksum. ERROR_OFF: no router is known, and the destination is not on this link.
    /// ERROR_NO_DEVICE: there is no device.
    enum error status;
};

/// The request that a pointer shows.
static ALWAYS_INLINE struct ipv6_send ipv6_send_at(const struct ipv6_send *request)
{
    return *request;
}

/// Bytes of a payload that are wanted.
struct BORROWED ipv6_piece {
    uint32_t number;
    size_t offset_bytes;
    struct span bytes;
    bool is_given; ///< answer: all of them are there; else the packet ends with ERROR_CANCEL
};

struct ipv6_sent {
    uint32_t number;
    /// ERROR_NONE: it is on the link, or has come in again; ERROR_NO_ACK: nobody on the link has
    /// the destination's address, or the router's; ERROR_CANCEL; ERROR_FAILED: the device failed;
    /// ERROR_RESERVE: what is below was restarted meanwhile; ERROR_BUSY, ERROR_NO_DEVICE: the port
    /// took no frame just then, or there is none any more.
    enum error status;
};

struct ipv6_arrived {
    uint32_t number; ///< names it
    struct ipv6_address source;
    struct ipv6_address destination; ///< an address of this board, or a group that it listens to
    uint32_t length_bytes;           ///< of the payload, up to IPV6_ARRIVED_BYTES_MAX
};

/// The event that a pointer shows.
static ALWAYS_INLINE struct ipv6_arrived ipv6_arrived_at(const struct ipv6_arrived *event)
{
    return *event;
}

struct BORROWED ipv6_part {
    uint32_t number;
    size_t offset_bytes; ///< in the payload
    struct span bytes;   ///< up to IPV6_PART_BYTES_MAX; filled in, if the status is ERROR_NONE
    /// Answer. ERROR_STALE: the client does not have such a packet any more. ERROR_SIZE: not all of
    /// the part lies in the payload. Set to ERROR_FAILED by who asks.
    enum error status;
};

/// How a packet ends that had arrived.
struct ipv6_release {
    uint32_t number;
    bool is_unreachable; ///< nobody has its port: the sender is told, within limits
};

struct VTABLE ipv6_network {
    enum error (*describe)(struct ipv6_description *description);
    enum error (*send)(struct ipv6_send *request);
    /// Forgets all that is under way for the client: nothing more is said of it.
    enum error (*forget)(void);
    enum error (*read)(struct ipv6_part *part);
    enum error (*release)(const struct ipv6_release *release);
};

struct VTABLE ipv6_network_client {
    enum error (*fetch)(struct ipv6_piece *piece);
    enum error (*sent)(const struct ipv6_sent *event);
    enum error (*arrived)(const struct ipv6_arrived *event);
    /// The network has been (re)started, and knows nothing of what was under way before.
    enum error (*restarted)(void);
};
