// SPDX-License-Identifier: Apache-2.0 OR MIT
#include <lib/checked_index.h>

#include "state.h"

enum { BYTE_BITS = 8, BYTE_MASK = 0xFF };

bool udp_address_equal(const struct ipv6_address *one, const struct ipv6_address *other)
{
    uint8_t difference = 0;
    for (size_t i = 0; i < IPV6_ADDRESS_BYTES; i++) {
        difference |= AT(one->bytes, i) ^ AT(other->bytes, i);
    }
    return difference == 0;
}

struct udp_endpoint udp_endpoint_at(size_t first)
{
    struct udp_endpoint endpoint = {.port = 0};
    (void)span_copy(SPAN_IN(endpoint.address.bytes),
                    CONST_SPAN_PART(udp_state.part, first, IPV6_ADDRESS_BYTES));
    endpoint.port = (uint16_t)(AT(udp_state.part, first + IPV6_ADDRESS_BYTES) |
                               AT(udp_state.part, first + IPV6_ADDRESS_BYTES + 1) << BYTE_BITS);
    return endpoint;
}

enum error udp_endpoints_read(struct process_id process, uint32_t number)
{
    struct lease lease;
    lease_take(process, BUFFER_READ_WRITE, number, UINT32_MAX, &lease);
    if (lease_left(&lease) != UDP_ENDPOINTS_BYTES) {
        return ERROR_INVALID;
    }
    return lease_read(&lease, SPAN_PART(udp_state.part, 0, UDP_ENDPOINTS_BYTES));
}

enum error udp_send_start(struct process_id process, struct udp_client *client)
{
    if (client->bound.port == 0) {
        return ERROR_RESERVE;
    }
    if (client->is_sending) {
        return ERROR_BUSY;
    }
    const enum error error = udp_endpoints_read(process, UDP_ALLOW_SEND_ENDPOINTS);
    if (error != ERROR_NONE) {
        return error;
    }
    const struct udp_endpoint from = udp_endpoint_at(0);
    const struct udp_endpoint to = udp_endpoint_at(UDP_ENDPOINT_BYTES);
    if (from.port != client->bound.port || to.port == 0 ||
        !udp_address_equal(&from.address, &client->bound.address)) {
        return ERROR_INVALID;
    }
    lease_take(process, BUFFER_READ_ONLY, UDP_ALLOW_PAYLOAD, UINT32_MAX, &client->payload);
    if (lease_left(&client->payload) > UDP_PAYLOAD_BYTES_MAX) {
        return ERROR_SIZE;
    }
    client->length_bytes = (uint16_t)lease_left(&client->payload);
    client->sends_from = from;
    client->peer = to;
    client->is_sending = true;
    client->is_flying = false;
    deferred_call_request();
    return ERROR_NONE;
}

void udp_send_end(struct process_id process, struct udp_client *client, enum error status)
{
    if (client->is_sending) {
        (void)upcall_schedule(process, UDP_UPCALL_SENT, (uint32_t)status, 0, 0);
        client->is_sending = false;
        client->is_flying = false;
    }
}

/// A number that the network does not know; IPV6_SENDS_MAX: none.
static size_t number_find(void)
{
    size_t found = IPV6_SENDS_MAX;
    for (size_t i = 0; i < IPV6_SENDS_MAX; i++) {
        found = AT(udp_state.flying, i).number == 0 ? i : found;
    }
    return found;
}

/// Has the network send the datagram of a process. ERROR_BUSY: it has enough to do.
static enum error network_send(struct process_id process, struct udp_client *client)
{
    const size_t number = number_find();
    if (number >= IPV6_SENDS_MAX) {
        return ERROR_BUSY;
    }
    struct ipv6_send request = {
        .number = (uint32_t)number,
        .source = client->sends_from.address,
        .destination = client->peer.address,
        .length_bytes = UDP_HEADER_BYTES + (uint32_t)client->length_bytes,
        .checksum_offset_bytes = UDP_CHECKSUM_OFFSET_BYTES,
        .status = ERROR_FAILED,
    };
    const enum error error = udp_network.send(&request);
    if (error == ERROR_NONE && request.status == ERROR_NONE) {
        AT(udp_state.flying, number) = process;
        client->is_flying = true;
    }
    return error == ERROR_NONE ? request.status : error;
}

void udp_send_step(void)
{
    struct process_id process = udp_state.sender;
    for (size_t pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < UDP_PROCESS_COUNT_MAX && grant_next_process(&process); i++) {
            bool is_served = false;
            enum error error;
            WITH_GRANT(struct udp_client, client, process, error)
            {
                if (!client->is_sending || client->is_flying) {
                    break;
                }
                is_served = true;
                error = network_send(process, client);
                if (error != ERROR_NONE && error != ERROR_BUSY) {
                    udp_send_end(process, client, error);
                }
            }
            if (is_served && error == ERROR_BUSY) {
                return; // The end of another one brings its turn.
            }
            if (is_served) {
                udp_state.sender = process;
                deferred_call_request(); // The next one has a run of its own.
                return;
            }
        }
        process.number = 0;
    }
}

/// Who sends under a number; number 0: nobody.
static struct process_id sender_of(uint32_t number)
{
    return number < IPV6_SENDS_MAX ? AT(udp_state.flying, number) : (struct process_id){0};
}

/// The next byte of a datagram's header.
static uint8_t header_byte(const struct udp_client *client, size_t place)
{
    const uint32_t length = UDP_HEADER_BYTES + (uint32_t)client->length_bytes;
    const uint8_t header[UDP_HEADER_BYTES] = {
        (uint8_t)(client->sends_from.port >> BYTE_BITS),
        (uint8_t)(client->sends_from.port & BYTE_MASK),
        (uint8_t)(client->peer.port >> BYTE_BITS),
        (uint8_t)(client->peer.port & BYTE_MASK),
        (uint8_t)(length >> BYTE_BITS & BYTE_MASK),
        (uint8_t)(length & BYTE_MASK),
    };
    return AT(header, place);
}

/// Fills in bytes of a datagram, header first. False: the program has taken its buffer back.
static bool bytes_give(struct udp_client *client, const struct ipv6_piece *piece)
{
    const size_t length = span_length(piece->bytes);
    size_t done = 0;
    for (size_t i = 0; i < UDP_HEADER_BYTES; i++) {
        if (i == piece->offset_bytes + done && done < length) {
            span_byte_set(piece->bytes, done, header_byte(client, i));
            done++;
        }
    }
    const size_t count = length - done;
    if (count == 0) {
        return true;
    }
    return count <= LEASE_COPY_BYTES_MAX && lease_left(&client->payload) >= count &&
           lease_done(&client->payload) == piece->offset_bytes + done - UDP_HEADER_BYTES &&
           lease_read(&client->payload, span_part(piece->bytes, done, count)) == ERROR_NONE;
}

void udp_fetch(struct ipv6_piece *piece)
{
    enum error error;
    piece->is_given = false;
    WITH_GRANT(struct udp_client, client, sender_of(piece->number), error)
    {
        piece->is_given = client->is_flying && bytes_give(client, piece);
    }
}

void udp_sent(const struct ipv6_sent *event)
{
    const struct process_id process = sender_of(event->number);
    if (process.number == 0) {
        return;
    }
    AT(udp_state.flying, event->number).number = 0;
    enum error error;
    WITH_GRANT(struct udp_client, client, process, error)
    {
        if (client->is_flying) {
            udp_send_end(process, client, event->status);
        }
    }
    deferred_call_request();
}
