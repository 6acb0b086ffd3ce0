// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `udp`: driver 0x30002, datagrams for programs over a network of IPv6 (hal/ipv6.h).
 *
 * An endpoint is 18 bytes: an address, and a port with its lower byte first. A program has one port
 * at most, and a port belongs to one program.
 *
 * Command 1 writes up to so many (first argument) addresses of this board into read-write buffer 1,
 * which must be exactly that long, and answers with how many there are; none before the network has
 * made sure that nobody else has them. Command 3 binds the program to the second of the two
 * endpoints in read-write buffer 2: one of these addresses, and a port that the board's policy
 * allows; or frees its port, if that endpoint is all zero. INVAL: it is none of them; BUSY: another
 * program has the port.
 *
 * Command 2 sends read-only buffer 0 from the first to the second endpoint in read-write buffer 1,
 * and answers 0; upcall 1 brings 0 or an error. RESERVE: the program is not bound; INVAL: the first
 * endpoint is not what it is bound to, the buffer of endpoints is not exactly 36 bytes long, or the
 * destination has no port; BUSY: its last datagram is still on its way; SIZE: too long. In the
 * upcall: OFF: no router is known, and the destination is not on this link; NOACK: nobody on the
 * link has the address; INVAL: the program is bound to an address that holds on this link only, or
 * does not hold any more; CANCEL: it took the buffer back; BUSY: the network took no frame just
 * then; NODEVICE: it is gone; FAIL: it failed. Command 4 tells how long a datagram may
 * be.
 *
 * Each datagram for the program's port, to any address of this board, goes to the start of
 * read-write buffer 0, its sender into read-write buffer 2 (there the port has its higher byte
 * first), the rest of that is zeroed; then upcall 0 brings its length, and how many were lost since
 * the last upcall: those that did not fit, or came when there was no buffer or no room for an
 * upcall. The next one is written over it, so a program that wants to keep it allows another buffer
 * first.
 *
 * Command 5 tells how many packets the network has dropped, and how many of these were pieces of
 * longer ones. Without a device every command is answered with NODEVICE. After a restart a datagram
 * that was on its way ends with RESERVE; a program keeps its port.
 */
#pragma once

#include <capsule.h>
#include <hal/ipv6.h>

enum { UDP_DRIVER = 0x30002, UDP_GRANT_BYTES = 88, UDP_KEPT_BYTES = 18 };
enum udp_command_number {
    UDP_COMMAND_ADDRESSES = 1,
    UDP_COMMAND_SEND = 2,
    UDP_COMMAND_BIND = 3,
    UDP_COMMAND_LENGTH_MAX = 4,
    UDP_COMMAND_DROPPED = 5,
};
enum { UDP_UPCALL_RECEIVED = 0, UDP_UPCALL_SENT = 1 };
enum { UDP_ALLOW_PAYLOAD = 0 };
enum { UDP_ALLOW_RECEIVED = 0, UDP_ALLOW_SEND_ENDPOINTS = 1, UDP_ALLOW_BIND_ENDPOINTS = 2 };
enum {
    UDP_HEADER_BYTES = 8,
    UDP_ENDPOINT_BYTES = 18,
    UDP_PAYLOAD_BYTES_MAX = IPV6_SEND_BYTES_MAX - UDP_HEADER_BYTES,
};

/// Which ports programs may bind. Defined by the board.
struct udp_policy {
    uint16_t first_port;
    uint16_t last_port;
};
extern const struct udp_policy udp_policy;

/// What carries the datagrams. Defined by the board.
extern const struct ipv6_network udp_network;

void udp_init(void);
void udp_deferred(void);
void udp_on_restart(struct process_id *process);
void udp_command(struct command *command);

void udp_fetch(struct ipv6_piece *piece);
void udp_sent(const struct ipv6_sent *event);
void udp_arrived(const struct ipv6_arrived *event);
void udp_restarted(void);
