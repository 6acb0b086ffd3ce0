// SPDX-License-Identifier: Apache-2.0 OR MIT
#include <lib/checked_index.h>

#include "state.h"

enum { BYTE_BITS = 8, BYTE_MASK = 0xFF };

void udp_arrived(const struct ipv6_arrived *event)
{
    udp_state.packet = ipv6_arrived_at(event);
    udp_state.stage = UDP_ARRIVED;
    deferred_call_request();
}

static enum error packet_read(size_t offset_bytes, size_t count)
{
    struct ipv6_part part = {.number = udp_state.packet.number,
                             .offset_bytes = offset_bytes,
                             .bytes = SPAN_PART(udp_state.part, 0, count),
                             .status = ERROR_FAILED};
    const enum error error = udp_network.read(&part);
    return error == ERROR_NONE ? part.status : error;
}

static uint32_t number_at(size_t first)
{
    return (uint32_t)AT(udp_state.part, first) << BYTE_BITS | AT(udp_state.part, first + 1);
}

/// The datagram does not get to the program whose it is.
static void packet_lose(void)
{
    udp_state.stage = UDP_UNWANTED;
    enum error error;
    WITH_GRANT(struct udp_client, client, udp_state.receiver, error)
    {
        client->lost += client->lost < UINT32_MAX ? 1 : 0;
    }
}

/// Reads the header, and finds whose the datagram is.
static void packet_open(void)
{
    enum { SOURCE = 0, DESTINATION = 2, LENGTH = 4 };
    udp_state.stage = UDP_UNWANTED;
    if (udp_state.packet.length_bytes < UDP_HEADER_BYTES ||
        packet_read(0, UDP_HEADER_BYTES) != ERROR_NONE ||
        number_at(LENGTH) != udp_state.packet.length_bytes ||
        number_at(UDP_CHECKSUM_OFFSET_BYTES) == 0) {
        return; // A datagram without a checksum is none (RFC 8200, 8.1).
    }
    udp_state.peer.address = udp_state.packet.source;
    udp_state.peer.port = (uint16_t)number_at(SOURCE);
    const uint16_t port = (uint16_t)number_at(DESTINATION);
    const struct process_id owner = port == 0 ? (struct process_id){0} : udp_port_find(port);
    if (owner.number == 0) {
        udp_state.stage = UDP_UNREACHABLE;
        return;
    }
    udp_state.receiver = owner;
    udp_state.copied_bytes = 0;
    lease_take(owner, BUFFER_READ_WRITE, UDP_ALLOW_RECEIVED, UINT32_MAX, &udp_state.buffer);
    udp_state.stage = UDP_COPYING;
    if (lease_left(&udp_state.buffer) < udp_state.packet.length_bytes - UDP_HEADER_BYTES) {
        packet_lose();
    }
}

/// Writes who has sent it, if the program wants to know.
static enum error sender_write(void)
{
    for (size_t i = IPV6_ADDRESS_BYTES; i < UDP_ENDPOINTS_BYTES; i++) {
        AT(udp_state.part, i) = 0;
    }
    (void)span_copy(SPAN_IN(udp_state.part), CONST_SPAN_IN(udp_state.peer.address.bytes));
    udp_state.part[IPV6_ADDRESS_BYTES] = (uint8_t)(udp_state.peer.port >> BYTE_BITS);
    udp_state.part[IPV6_ADDRESS_BYTES + 1] = (uint8_t)(udp_state.peer.port & BYTE_MASK);
    struct lease lease;
    lease_take(udp_state.receiver, BUFFER_READ_WRITE, UDP_ALLOW_BIND_ENDPOINTS, UDP_ENDPOINTS_BYTES,
               &lease);
    return lease_left(&lease) < UDP_ENDPOINT_BYTES
               ? ERROR_NONE
               : lease_write(&lease, CONST_SPAN_PART(udp_state.part, 0, UDP_ENDPOINTS_BYTES));
}

/// All of it is there.
static void packet_tell(void)
{
    if (sender_write() != ERROR_NONE) {
        packet_lose();
        return;
    }
    udp_state.stage = UDP_UNWANTED;
    enum error error;
    WITH_GRANT(struct udp_client, client, udp_state.receiver, error)
    {
        error = upcall_schedule(udp_state.receiver, UDP_UPCALL_RECEIVED,
                                udp_state.packet.length_bytes - UDP_HEADER_BYTES, client->lost, 0);
        client->lost = error == ERROR_NONE ? 0 : client->lost + 1;
    }
}

/// Copies the next part.
static void packet_copy(void)
{
    const uint32_t left = udp_state.packet.length_bytes - UDP_HEADER_BYTES - udp_state.copied_bytes;
    const size_t count = left < IPV6_PART_BYTES_MAX ? left : IPV6_PART_BYTES_MAX;
    if (count == 0) {
        packet_tell();
        return;
    }
    enum error error = packet_read(UDP_HEADER_BYTES + udp_state.copied_bytes, count);
    if (error == ERROR_NONE) {
        error = lease_write(&udp_state.buffer, CONST_SPAN_PART(udp_state.part, 0, count));
    }
    udp_state.copied_bytes += (uint32_t)count;
    if (error != ERROR_NONE) {
        packet_lose(); // The program has taken its buffer back, or the network the packet.
    }
}

void udp_receive_step(void)
{
    switch (udp_state.stage) {
    case UDP_ARRIVED:
        packet_open();
        break;
    case UDP_COPYING:
        packet_copy();
        break;
    case UDP_UNWANTED:
    case UDP_UNREACHABLE: {
        const struct ipv6_release release = {.number = udp_state.packet.number,
                                             .is_unreachable = udp_state.stage == UDP_UNREACHABLE};
        udp_state.stage = UDP_NOTHING;
        (void)udp_network.release(&release);
        break;
    }
    default:
        return;
    }
    deferred_call_request();
}
