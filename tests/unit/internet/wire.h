// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * A wire with the capsules of a network at its end: virtual_ethernet, ipv6 and udp, wired as on a
 * board, above a device that does what the test says, also what none should. The first port of
 * virtual_ethernet is the test's own.
 *
 * Frames are built in `wire_frame`: wire_packet() begins one, wire_put() adds bytes, wire_sum()
 * makes its checksum, wire_arrive() has it come in.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <capsules/udp/udp.h>
#include <capsules/virtual_ethernet/virtual_ethernet.h>

#include "bench.h"

enum wire_capsule { WIRE_ETHERNET, WIRE_IPV6, WIRE_UDP };
enum {
    WIRE_ICMP = 58,
    WIRE_HEADERS = 54, ///< before the payload
    WIRE_UNREACHABLE = 1,
    WIRE_PROBLEM = 4,
    WIRE_ECHO = 128,
    WIRE_ECHO_ANSWER = 129,
    WIRE_ROUTER_QUESTION = 133,
    WIRE_ROUTER = 134,
    WIRE_QUESTION = 135,
    WIRE_ANSWER = 136,
};

extern const struct ipv6_address wire_board; ///< its link-local address
extern const struct ipv6_address wire_peer;
extern const struct ipv6_address wire_all;
extern const struct ipv6_address wire_nobody;
extern const uint8_t wire_board_link[ETHERNET_ADDRESS_BYTES];
extern const uint8_t wire_peer_link[ETHERNET_ADDRESS_BYTES];

struct wire_frame {
    size_t length_bytes;
    uint8_t bytes[ETHERNET_FRAME_BYTES_MAX];
};
extern struct wire_frame wire_frame; ///< that is being built

/// How the device behaves. All zero: as it should.
struct wire_device {
    bool is_absent;
    bool is_mute;          ///< what is sent does not end by itself
    bool has_no_cancel;    ///< nor by cancel()
    enum error answer;     ///< to what is to be sent
    enum error end_status; ///< of what was sent
};
extern struct wire_device wire_device;

/// The first port: what it was told, and what it answers.
struct wire_client {
    bool wants_frames;
    bool keeps_frames;
    struct ethernet_arrived arrived;
    unsigned arrived_count;
    enum error transmitted;
    unsigned transmitted_count;
};
extern struct wire_client wire_client;
extern const struct ethernet_port wire_port;

extern unsigned wire_log_count; ///< lines that people are told

/// Before each test: everything starts, and has no address yet.
int wire_reset(void **state);

/// The same, and then waits until the board has its address.
int wire_reset_and_wait(void **state);

void wire_advance(uint32_t milliseconds);

/// Begins a packet from wire_peer_link. To a group: the group's address of the link.
void wire_packet(uint8_t protocol, const struct ipv6_address *source,
                 const struct ipv6_address *destination, uint8_t hop_limit);
void wire_put(const void *bytes, size_t length_bytes);
void wire_put_byte(uint8_t byte);
void wire_put_zero(size_t length_bytes);

/// Puts the checksum of the payload from `first` on at `offset` of that. What is there is zero.
void wire_sum(size_t first, size_t offset, uint8_t protocol);

/// Has the frame come in, and lets all happen that follows at once.
void wire_arrive(void);

/// Whether the device waits for a frame.
bool wire_is_listening(void);

/// Takes the oldest frame that was sent. Null: none.
const struct wire_frame *wire_sent(void);
void wire_expect_silence(void);

/// Takes the next frame, which must be a message of ICMPv6 of a kind, with a right checksum.
const struct wire_frame *wire_expect_message(uint8_t kind);

/// A datagram from wire_peer comes in.
void wire_datagram(uint16_t from, uint16_t to, const void *bytes, size_t length_bytes);

/// A neighbour's answer, with its address of the link.
void wire_answer(const struct ipv6_address *target, const uint8_t *link, uint8_t flags);

/// The device ends what it was to send.
void wire_end(enum error status);

/// A capsule fails, and starts again, for these processes.
void wire_restart(enum wire_capsule capsule, const struct process_id *processes, size_t count);

/// The sum of bytes of a frame with the pseudo header: 0xFFFF if a checksum in it is right.
uint16_t wire_check(const struct wire_frame *frame, uint8_t protocol);
