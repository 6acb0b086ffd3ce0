// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Programs with ports of UDP, above the wire of wire.h.
 */
#pragma once

#include "wire.h"

enum { PORT = 4000, PEER_PORT = 5000, UPPER = WIRE_HEADERS, CONTENT = UPPER + UDP_HEADER_BYTES };
enum { SOLICITED = 0x40, OVERRIDE = 0x20 }; ///< flags of wire_answer()

/// Another address of the link.
struct ipv6_address client_neighbour(uint8_t number);

/// A command without arguments.
struct fake_answer client_ask(struct process_id process, uint32_t number);

/// Binds a program to a port.
struct fake_answer client_bind(struct process_id process, const struct ipv6_address *address,
                               uint16_t port);

/// Starts a program that is bound to a port of the board's address.
struct process_id client_bound(const char *name, uint16_t port);

/// Has a program receive into a buffer that is empty.
void client_listen(struct process_id process, size_t length_bytes);

/// Sends `length_bytes` bytes, each of which is its place.
struct fake_answer client_send(struct process_id process, uint16_t from,
                               const struct ipv6_address *to, uint16_t to_port,
                               size_t length_bytes);

/// The next upcall, and the last one.
void client_expect_sent(struct process_id process, enum error status);
void client_expect_received(struct process_id process, uint32_t length_bytes, uint32_t lost);

/// Takes the datagram that was sent last.
const struct wire_frame *client_expect_datagram(uint16_t from, uint16_t to, size_t length_bytes);

/// The peer is known, and answers.
void client_know_peer(struct process_id process);
