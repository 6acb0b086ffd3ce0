// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "udp_client.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { ENDPOINTS_BYTES = 2 * UDP_ENDPOINT_BYTES };

struct ipv6_address client_neighbour(uint8_t number)
{
    struct ipv6_address address = wire_peer;
    address.bytes[15] = number;
    return address;
}

struct fake_answer client_ask(struct process_id process, uint32_t number)
{
    return fake_command(UDP_DRIVER, process, number, 0, 0);
}

static void endpoint_put(uint8_t *to, const struct ipv6_address *address, uint16_t port)
{
    memcpy(to, address, sizeof *address);
    to[16] = (uint8_t)port;
    to[17] = (uint8_t)(port >> 8);
}

struct fake_answer client_bind(struct process_id process, const struct ipv6_address *address,
                               uint16_t port)
{
    uint8_t endpoints[ENDPOINTS_BYTES] = {0};
    endpoint_put(endpoints + UDP_ENDPOINT_BYTES, address, port);
    fake_allow(process, BUFFER_READ_WRITE, UDP_ALLOW_BIND_ENDPOINTS, endpoints, sizeof endpoints);
    return client_ask(process, UDP_COMMAND_BIND);
}

struct process_id client_bound(const char *name, uint16_t port)
{
    const struct process_id process = fake_process_start(name);
    fake_expect_success(client_bind(process, &wire_board, port));
    return process;
}

void client_listen(struct process_id process, size_t length_bytes)
{
    static const uint8_t nothing[FAKE_BUFFER_BYTES_MAX];
    fake_allow(process, BUFFER_READ_WRITE, UDP_ALLOW_RECEIVED, nothing, length_bytes);
}

struct fake_answer client_send(struct process_id process, uint16_t from,
                               const struct ipv6_address *to, uint16_t to_port, size_t length_bytes)
{
    uint8_t bytes[FAKE_BUFFER_BYTES_MAX];
    uint8_t endpoints[ENDPOINTS_BYTES];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (uint8_t)i;
    }
    endpoint_put(endpoints, &wire_board, from);
    endpoint_put(endpoints + UDP_ENDPOINT_BYTES, to, to_port);
    fake_allow(process, BUFFER_READ_WRITE, UDP_ALLOW_SEND_ENDPOINTS, endpoints, sizeof endpoints);
    fake_allow(process, BUFFER_READ_ONLY, UDP_ALLOW_PAYLOAD, bytes, length_bytes);
    return client_ask(process, UDP_COMMAND_SEND);
}

void client_expect_sent(struct process_id process, enum error status)
{
    fake_expect_upcall(UDP_DRIVER, process, UDP_UPCALL_SENT, (uint32_t)status, 0, 0);
    fake_expect_no_upcall();
}

void client_expect_received(struct process_id process, uint32_t length_bytes, uint32_t lost)
{
    fake_expect_upcall(UDP_DRIVER, process, UDP_UPCALL_RECEIVED, length_bytes, lost, 0);
    fake_expect_no_upcall();
}

const struct wire_frame *client_expect_datagram(uint16_t from, uint16_t to, size_t length_bytes)
{
    const struct wire_frame *frame = wire_sent();
    assert_non_null(frame);
    assert_int_equal(frame->bytes[20], IPV6_PROTOCOL_UDP);
    assert_int_equal(wire_check(frame, IPV6_PROTOCOL_UDP), 0xFFFF);
    assert_int_equal(frame->length_bytes, CONTENT + length_bytes);
    assert_int_equal(frame->bytes[UPPER] << 8 | frame->bytes[UPPER + 1], from);
    assert_int_equal(frame->bytes[UPPER + 2] << 8 | frame->bytes[UPPER + 3], to);
    assert_int_equal(frame->bytes[UPPER + 4] << 8 | frame->bytes[UPPER + 5],
                     UDP_HEADER_BYTES + length_bytes);
    for (size_t i = 0; i < length_bytes; i++) {
        assert_int_equal(frame->bytes[CONTENT + i], (uint8_t)i);
    }
    return frame;
}

void client_know_peer(struct process_id process)
{
    (void)client_send(process, PORT, &wire_peer, PEER_PORT, 1);
    (void)wire_expect_message(WIRE_QUESTION);
    wire_answer(&wire_peer, wire_peer_link, SOLICITED | OVERRIDE);
    (void)client_expect_datagram(PORT, PEER_PORT, 1);
    client_expect_sent(process, ERROR_NONE);
}
