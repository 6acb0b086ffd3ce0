// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Datagrams for programs, with neighbours that answer, lie, or say nothing.
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "wire.h"

enum { PORT = 4000, PEER_PORT = 5000, UPPER = WIRE_HEADERS, CONTENT = UPPER + UDP_HEADER_BYTES };
enum { SOLICITED = 0x40, OVERRIDE = 0x20 };
enum { ENDPOINTS_BYTES = 2 * UDP_ENDPOINT_BYTES };

static const struct ipv6_address far = {{0x20, 0x01, 0x0D, 0xB8, 9, 9}};
static const struct ipv6_address loopback = {{[15] = 1}};

static struct ipv6_address neighbour(uint8_t number)
{
    struct ipv6_address address = wire_peer;
    address.bytes[15] = number;
    return address;
}

static struct fake_answer ask(struct process_id process, uint32_t number)
{
    return fake_command(UDP_DRIVER, process, number, 0, 0);
}

static void endpoint_put(uint8_t *to, const struct ipv6_address *address, uint16_t port)
{
    memcpy(to, address, sizeof *address);
    to[16] = (uint8_t)port;
    to[17] = (uint8_t)(port >> 8);
}

static struct fake_answer bind(struct process_id process, const struct ipv6_address *address,
                               uint16_t port)
{
    uint8_t endpoints[ENDPOINTS_BYTES] = {0};
    endpoint_put(endpoints + UDP_ENDPOINT_BYTES, address, port);
    fake_allow(process, BUFFER_READ_WRITE, UDP_ALLOW_BIND_ENDPOINTS, endpoints, sizeof endpoints);
    return ask(process, UDP_COMMAND_BIND);
}

static struct process_id bound(const char *name, uint16_t port)
{
    const struct process_id process = fake_process_start(name);
    fake_expect_success(bind(process, &wire_board, port));
    return process;
}

static void listen(struct process_id process, size_t length_bytes)
{
    static const uint8_t nothing[FAKE_BUFFER_BYTES_MAX];
    fake_allow(process, BUFFER_READ_WRITE, UDP_ALLOW_RECEIVED, nothing, length_bytes);
}

/// Sends `length_bytes` bytes, each of which is its place.
static struct fake_answer send_from(struct process_id process, uint16_t from,
                                    const struct ipv6_address *to, uint16_t to_port,
                                    size_t length_bytes)
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
    return ask(process, UDP_COMMAND_SEND);
}

static void expect_sent(struct process_id process, enum error status)
{
    fake_expect_upcall(UDP_DRIVER, process, UDP_UPCALL_SENT, (uint32_t)status, 0, 0);
    fake_expect_no_upcall();
}

static void expect_received(struct process_id process, uint32_t length_bytes, uint32_t lost)
{
    fake_expect_upcall(UDP_DRIVER, process, UDP_UPCALL_RECEIVED, length_bytes, lost, 0);
    fake_expect_no_upcall();
}

/// Takes the datagram that was sent last.
static const struct wire_frame *expect_datagram(uint16_t from, uint16_t to, size_t length_bytes)
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

/// The peer is known, and answers.
static void peer_know(struct process_id process)
{
    (void)send_from(process, PORT, &wire_peer, PEER_PORT, 1);
    (void)wire_expect_message(WIRE_QUESTION);
    wire_answer(&wire_peer, wire_peer_link, SOLICITED | OVERRIDE);
    (void)expect_datagram(PORT, PEER_PORT, 1);
    expect_sent(process, ERROR_NONE);
}

static uint32_t dropped(void)
{
    struct ipv6_description description;
    (void)udp_network.describe(&description);
    return description.dropped_packets;
}

// ---------------------------------------------------------------------------------------------
// Ports

static void ports_belong_to_one_program_each(void **state)
{
    (void)state;
    const struct process_id one = bound("one", PORT);
    const struct process_id two = fake_process_start("two");
    fake_expect_failure(bind(two, &wire_board, PORT), ERROR_BUSY);
    fake_expect_success(bind(two, &wire_board, PORT + 1));
    fake_expect_success(bind(one, &wire_board, PORT + 2)); // It leaves its first one.
    fake_expect_success(bind(two, &wire_board, PORT));
    fake_expect_success(bind(two, &wire_nobody, 0));
    fake_expect_success(bind(one, &wire_board, PORT));
    fake_expect_success(bind(one, &wire_board, PORT));
    fake_process_end(one);
    fake_expect_success(bind(two, &wire_board, PORT));
}

static void endpoints_that_are_none_are_refused(void **state)
{
    (void)state;
    static const uint8_t zero[64];
    const struct process_id process = fake_process_start("one");
    fake_expect_failure(bind(process, &wire_board, 0), ERROR_INVALID);
    fake_expect_failure(bind(process, &wire_board, 99), ERROR_INVALID); // the board's policy
    fake_expect_failure(bind(process, &wire_board, 60001), ERROR_INVALID);
    fake_expect_failure(bind(process, &wire_peer, PORT), ERROR_INVALID);
    fake_expect_failure(bind(process, &wire_nobody, PORT), ERROR_INVALID);
    fake_expect_failure(bind(process, &wire_all, PORT), ERROR_INVALID);
    for (size_t length = 0; length <= 64; length++) {
        fake_allow(process, BUFFER_READ_WRITE, UDP_ALLOW_BIND_ENDPOINTS, zero, length);
        const struct fake_answer answer = ask(process, UDP_COMMAND_BIND);
        assert_int_equal(answer.word[0], length == 36 ? VARIANT_SUCCESS : VARIANT_FAILURE);
    }
    fake_expect_failure(ask(process, UDP_COMMAND_SEND), ERROR_RESERVE);
    fake_expect_success(bind(process, &wire_board, 100));
    fake_expect_success(bind(process, &wire_board, 60000));
    fake_expect_failure(ask(process, UDP_COMMAND_SEND), ERROR_INVALID);
    fake_expect_failure(send_from(process, PORT, &wire_peer, PEER_PORT, 1), ERROR_INVALID);
    fake_expect_failure(send_from(process, 60000, &wire_peer, 0, 1), ERROR_INVALID);
    fake_expect_failure(send_from(process, 60000, &wire_peer, 1, 1233), ERROR_SIZE);
    fake_expect_failure(ask(process, 6), ERROR_NO_SUPPORT);
    fake_expect_success(ask(process, COMMAND_EXISTS));
    fake_expect_success_u32(ask(process, UDP_COMMAND_LENGTH_MAX), 1232);
    wire_device.is_absent = true;
    for (uint32_t i = 0; i < 7; i++) {
        fake_expect_failure(ask(process, i), ERROR_NO_DEVICE);
    }
}

static void addresses_are_told(void **state)
{
    (void)state;
    static const uint8_t zero[64];
    const struct process_id process = fake_process_start("one");
    for (uint32_t i = 0; i < 4; i++) {
        fake_allow(process, BUFFER_READ_WRITE, UDP_ALLOW_SEND_ENDPOINTS, zero, (size_t)i * 16);
        fake_expect_success_u32(fake_command(UDP_DRIVER, process, UDP_COMMAND_ADDRESSES, i, 0), 1);
        fake_expect_failure(fake_command(UDP_DRIVER, process, UDP_COMMAND_ADDRESSES, i + 1, 0),
                            ERROR_INVALID);
        fake_expect_failure(
            fake_command(UDP_DRIVER, process, UDP_COMMAND_ADDRESSES, i + (1U << 28), 0),
            ERROR_INVALID);
    }
    assert_memory_equal(fake_buffer(process, BUFFER_READ_WRITE, UDP_ALLOW_SEND_ENDPOINTS),
                        &wire_board, 16);
}

// ---------------------------------------------------------------------------------------------
// Out

static void neighbour_is_asked_for_once(void **state)
{
    (void)state;
    const struct process_id process = bound("one", PORT);
    fake_expect_success_u32(send_from(process, PORT, &wire_peer, PEER_PORT, 1000), 0);
    fake_expect_failure(send_from(process, PORT, &wire_peer, PEER_PORT, 1), ERROR_BUSY);
    const struct wire_frame *asked = wire_expect_message(WIRE_QUESTION);
    assert_memory_equal(asked->bytes, "\x33\x33\xFF\0\0\1", 6);
    assert_memory_equal(asked->bytes + UPPER + 8, &wire_peer, 16);
    wire_expect_silence();
    fake_expect_no_upcall();
}

static void datagrams_of_every_length_are_sent(void **state)
{
    (void)state;
    static const size_t lengths[] = {0,   1,   119, 120, 121, 127,  128,  247,
                                     248, 249, 255, 256, 257, 1000, 1231, 1232};
    const struct process_id process = bound("one", PORT);
    peer_know(process);
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        fake_expect_success_u32(send_from(process, PORT, &wire_peer, PEER_PORT, lengths[i]), 0);
        const struct wire_frame *frame = expect_datagram(PORT, PEER_PORT, lengths[i]);
        assert_memory_equal(frame->bytes, wire_peer_link, 6);
        assert_memory_equal(frame->bytes + 22, &wire_board, 16);
        assert_memory_equal(frame->bytes + 38, &wire_peer, 16);
        expect_sent(process, ERROR_NONE);
    }
    fake_expect_success_u32(send_from(process, PORT, &wire_all, PEER_PORT, 5), 0);
    assert_memory_equal(expect_datagram(PORT, PEER_PORT, 5)->bytes, "\x33\x33\0\0\0\1", 6);
    expect_sent(process, ERROR_NONE);
}

static void checksum_is_never_zero(void **state)
{
    (void)state;
    enum { CHECKSUM = UPPER + 6, WORD = 0x1234 };
    const struct process_id process = bound("one", PORT);
    peer_know(process);
    uint32_t word = WORD;
    for (unsigned pass = 0; pass < 2; pass++) {
        const uint8_t bytes[] = {(uint8_t)(word >> 8), (uint8_t)word};
        fake_allow(process, BUFFER_READ_ONLY, UDP_ALLOW_PAYLOAD, bytes, sizeof bytes);
        fake_expect_success_u32(ask(process, UDP_COMMAND_SEND), 0);
        const struct wire_frame *frame = wire_sent();
        assert_non_null(frame);
        expect_sent(process, ERROR_NONE);
        const uint32_t sum = (uint32_t)frame->bytes[CHECKSUM] << 8 | frame->bytes[CHECKSUM + 1];
        if (pass == 1) {
            assert_int_equal(sum, 0xFFFF);
        }
        // With this word the sum of all is such that nothing is left for the checksum.
        word += sum;
        word = (word & 0xFFFF) + (word >> 16);
    }
}

static void neighbour_that_says_nothing_is_given_up(void **state)
{
    (void)state;
    const struct process_id process = bound("one", PORT);
    const struct process_id other = bound("other", PORT + 1);
    const struct ipv6_address silent = neighbour(99);
    fake_expect_success_u32(send_from(process, PORT, &silent, PEER_PORT, 10), 0);
    fake_expect_success_u32(send_from(other, PORT + 1, &wire_all, PEER_PORT, 10), 0);
    (void)wire_expect_message(WIRE_QUESTION);
    (void)expect_datagram(PORT + 1, PEER_PORT, 10); // Nobody waits for it.
    expect_sent(other, ERROR_NONE);
    for (size_t i = 0; i < 2; i++) {
        wire_advance(1000);
        (void)wire_expect_message(WIRE_QUESTION);
        fake_expect_no_upcall();
    }
    wire_advance(1100);
    wire_expect_silence();
    expect_sent(process, ERROR_NO_ACK);
    fake_expect_success_u32(send_from(process, PORT, &silent, PEER_PORT, 10), 0);
    (void)wire_expect_message(WIRE_QUESTION); // It may be there by now.
}

static void ways_that_there_are_not(void **state)
{
    (void)state;
    const struct process_id process = bound("one", PORT);
    fake_expect_success_u32(send_from(process, PORT, &far, PEER_PORT, 1), 0);
    fake_run();
    expect_sent(process, ERROR_INVALID); // From an address of this link only.
    fake_expect_success_u32(send_from(process, PORT, &wire_nobody, PEER_PORT, 1), 0);
    fake_run();
    expect_sent(process, ERROR_INVALID);
    wire_expect_silence();
}

static void known_neighbour_is_used_and_asked_again(void **state)
{
    (void)state;
    const struct process_id process = bound("one", PORT);
    peer_know(process);
    wire_advance(31000); // It has not been heard of for long.
    (void)send_from(process, PORT, &wire_peer, PEER_PORT, 1);
    (void)expect_datagram(PORT, PEER_PORT, 1);
    expect_sent(process, ERROR_NONE);
    wire_advance(5100);
    const struct wire_frame *asked = wire_expect_message(WIRE_QUESTION);
    assert_memory_equal(asked->bytes, wire_peer_link, 6); // Itself, not all.
    wire_advance(1000);
    (void)wire_expect_message(WIRE_QUESTION);
    wire_answer(&wire_peer, wire_peer_link, SOLICITED);
    wire_advance(10000);
    wire_expect_silence();
}

static void liars_do_not_take_a_neighbours_place(void **state)
{
    (void)state;
    static const uint8_t liar[] = {2, 3, 4, 5, 6, 7};
    const struct process_id process = bound("one", PORT);
    peer_know(process);
    wire_answer(&wire_peer, liar, SOLICITED); // Without the flag for it.
    (void)send_from(process, PORT, &wire_peer, PEER_PORT, 1);
    assert_memory_equal(expect_datagram(PORT, PEER_PORT, 1)->bytes, wire_peer_link, 6);
    expect_sent(process, ERROR_NONE);
    // Nobody has asked for these.
    for (uint8_t i = 100; i < 200; i++) {
        const struct ipv6_address other = neighbour(i);
        wire_answer(&other, liar, SOLICITED | OVERRIDE);
    }
    // Nor do many that ask take the place of one that is known: they have the others.
    wire_answer(&wire_peer, wire_peer_link, SOLICITED | OVERRIDE);
    for (uint8_t i = 100; i < 200; i++) {
        const struct ipv6_address other = neighbour(i);
        static const struct ipv6_address group = {
            {0xFF, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xFF, 0x12, 0x34, 0x56}};
        wire_packet(WIRE_ICMP, &other, &group, 255);
        wire_put("\x87\0\0\0\0\0\0\0", 8);
        wire_put(&wire_board, sizeof wire_board);
        wire_put("\1\1\2\3\4\5\6", 7);
        wire_put_byte(i);
        wire_sum(0, 2, WIRE_ICMP);
        wire_arrive();
        (void)wire_expect_message(WIRE_ANSWER);
        wire_expect_silence();
    }
    (void)send_from(process, PORT, &wire_peer, PEER_PORT, 1);
    assert_memory_equal(expect_datagram(PORT, PEER_PORT, 1)->bytes, wire_peer_link, 6);
    expect_sent(process, ERROR_NONE);
}

static void many_neighbours_share_the_table(void **state)
{
    (void)state;
    const struct process_id process = bound("one", PORT);
    for (uint8_t i = 0; i < 30; i++) {
        const struct ipv6_address to = neighbour(i);
        uint8_t link[] = {2, 0, 0, 0, 0, i};
        (void)send_from(process, PORT, &to, PEER_PORT, 3);
        (void)wire_expect_message(WIRE_QUESTION);
        wire_answer(&to, link, SOLICITED | OVERRIDE);
        assert_memory_equal(expect_datagram(PORT, PEER_PORT, 3)->bytes, link, 6);
        expect_sent(process, ERROR_NONE);
    }
}

static void program_that_changes_its_mind_sends_nothing(void **state)
{
    for (unsigned way = 0; way < 3; way++) {
        assert_int_equal(wire_reset_and_wait(state), 0);
        const struct process_id process = bound("one", PORT);
        (void)send_from(process, PORT, &wire_peer, PEER_PORT, 1000);
        (void)wire_expect_message(WIRE_QUESTION);
        if (way == 0) {
            fake_allow(process, BUFFER_READ_ONLY, UDP_ALLOW_PAYLOAD, NULL, 0);
        } else if (way == 1) {
            fake_process_end(process);
        } else {
            uint8_t other[1000] = {0};
            fake_allow(process, BUFFER_READ_ONLY, UDP_ALLOW_PAYLOAD, other, sizeof other);
        }
        wire_answer(&wire_peer, wire_peer_link, SOLICITED | OVERRIDE);
        wire_expect_silence();
        if (way != 1) {
            expect_sent(process, ERROR_CANCEL);
        }
        fake_expect_no_upcall();
        const struct process_id next = bound("next", PORT + 1);
        (void)send_from(next, PORT + 1, &wire_peer, PEER_PORT, 4);
        (void)expect_datagram(PORT + 1, PEER_PORT, 4);
        expect_sent(next, ERROR_NONE);
    }
}

static void device_that_fails_is_told_and_waited_for(void **state)
{
    (void)state;
    const struct process_id process = bound("one", PORT);
    peer_know(process);
    wire_device.answer = ERROR_NO_DEVICE;
    (void)send_from(process, PORT, &wire_peer, PEER_PORT, 1);
    fake_run();
    expect_sent(process, ERROR_NO_DEVICE);
    wire_device = (struct wire_device){.end_status = ERROR_FAILED};
    (void)send_from(process, PORT, &wire_peer, PEER_PORT, 1);
    (void)expect_datagram(PORT, PEER_PORT, 1);
    expect_sent(process, ERROR_FAILED);
    // It never says that it has sent.
    wire_device = (struct wire_device){.is_mute = true};
    (void)send_from(process, PORT, &wire_peer, PEER_PORT, 1);
    (void)expect_datagram(PORT, PEER_PORT, 1);
    wire_advance(900);
    fake_expect_no_upcall();
    wire_advance(200);
    expect_sent(process, ERROR_CANCEL);
    // Nor does it end when it is told to.
    wire_device = (struct wire_device){.is_mute = true, .has_no_cancel = true};
    (void)send_from(process, PORT, &wire_peer, PEER_PORT, 1);
    wire_advance(1900);
    fake_expect_no_upcall();
    wire_advance(300);
    expect_sent(process, ERROR_FAILED);
    wire_device = (struct wire_device){.is_mute = true};
    wire_end(ERROR_NONE); // Late, and nobody's any more.
    fake_expect_no_upcall();
}

// ---------------------------------------------------------------------------------------------
// In

static void datagrams_of_every_length_arrive(void **state)
{
    (void)state;
    static const size_t lengths[] = {0,   1,   119, 120, 121,  128,  255,
                                     256, 257, 511, 512, 1000, 1451, 1452};
    const struct process_id process = bound("one", PORT);
    listen(process, FAKE_BUFFER_BYTES_MAX);
    uint8_t content[1452];
    for (size_t i = 0; i < sizeof content; i++) {
        content[i] = (uint8_t)(i * 3);
    }
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        wire_datagram(PEER_PORT, PORT, content, lengths[i]);
        expect_received(process, (uint32_t)lengths[i], 0);
        assert_memory_equal(fake_buffer(process, BUFFER_READ_WRITE, UDP_ALLOW_RECEIVED), content,
                            lengths[i]);
        const uint8_t *from = fake_buffer(process, BUFFER_READ_WRITE, UDP_ALLOW_BIND_ENDPOINTS);
        static const uint8_t zero[UDP_ENDPOINT_BYTES];
        assert_memory_equal(from, &wire_peer, 16);
        assert_int_equal(from[16] << 8 | from[17], PEER_PORT);
        assert_memory_equal(from + UDP_ENDPOINT_BYTES, zero, sizeof zero);
    }
    wire_expect_silence();
}

static void what_does_not_fit_is_lost_and_told(void **state)
{
    (void)state;
    static const uint8_t content[101];
    const struct process_id process = bound("one", PORT);
    wire_datagram(PEER_PORT, PORT, content, 100); // There is no buffer yet.
    listen(process, 100);
    wire_datagram(PEER_PORT, PORT, content, 101);
    fake_expect_no_upcall();
    wire_datagram(PEER_PORT, PORT, content, 100);
    expect_received(process, 100, 2);
    wire_datagram(PEER_PORT, PORT, content, 100);
    expect_received(process, 100, 0);
    wire_expect_silence();
}

static void datagrams_that_lie_are_dropped(void **state)
{
    (void)state;
    static const uint16_t lengths[] = {0, 7, 8, 11, 13, 0xFFFF};
    const struct process_id process = bound("one", PORT);
    listen(process, 100);
    for (unsigned way = 0; way < 9; way++) {
        const uint16_t length = way < 6 ? lengths[way] : 12;
        const uint8_t header[] = {
            0x13, 0x88, PORT >> 8, PORT & 0xFF, (uint8_t)(length >> 8), (uint8_t)length, 0, 0};
        wire_packet(IPV6_PROTOCOL_UDP, &wire_peer, &wire_board, 64);
        wire_put(header, way == 8 ? 7 : sizeof header);
        if (way != 8) {
            wire_put("abcd", 4);
            if (way == 6) {
                wire_sum(0, 6, IPV6_PROTOCOL_UDP);
                wire_frame.bytes[CONTENT]++; // behind the checksum's back
            } else if (way != 7) {
                wire_sum(0, 6, IPV6_PROTOCOL_UDP);
            } else {
                // No checksum, and a content that adds up to none.
                wire_sum(0, 10, IPV6_PROTOCOL_UDP);
                memset(wire_frame.bytes + CONTENT + 2, 0, 2);
                wire_sum(0, 10, IPV6_PROTOCOL_UDP);
            }
        }
        wire_arrive();
        fake_expect_no_upcall();
        wire_expect_silence();
        assert_true(wire_is_listening());
    }
    wire_datagram(PEER_PORT, PORT, "abcd", 4);
    expect_received(process, 4, 0);
}

static void datagram_for_nobody_is_answered(void **state)
{
    (void)state;
    const struct process_id process = bound("one", PORT);
    wire_datagram(PEER_PORT, PORT + 1, "abcd", 4);
    const struct wire_frame *answer = wire_expect_message(WIRE_UNREACHABLE);
    assert_memory_equal(answer->bytes + UPPER + 8, wire_frame.bytes + 14, 40 + 12);
    fake_process_end(process);
    wire_datagram(PEER_PORT, PORT, "abcd", 4);
    (void)wire_expect_message(WIRE_UNREACHABLE);
    wire_datagram(PEER_PORT, 0, "abcd", 4);
    (void)wire_expect_message(WIRE_UNREACHABLE);
}

static void own_datagrams_come_in_again(void **state)
{
    (void)state;
    const struct process_id one = bound("one", PORT);
    const struct process_id two = bound("two", PORT + 1);
    listen(two, FAKE_BUFFER_BYTES_MAX);
    const struct ipv6_address *ways[] = {&wire_board, &loopback};
    for (size_t i = 0; i < 2; i++) {
        (void)send_from(one, PORT, ways[i], PORT + 1, 1232);
        wire_expect_silence();
        fake_expect_upcall(UDP_DRIVER, two, UDP_UPCALL_RECEIVED, 1232, 0, 0);
        expect_sent(one, ERROR_NONE);
        const uint8_t *content = fake_buffer(two, BUFFER_READ_WRITE, UDP_ALLOW_RECEIVED);
        for (size_t j = 0; j < 1232; j++) {
            assert_int_equal(content[j], (uint8_t)j);
        }
    }
    (void)send_from(one, PORT, &wire_board, PORT + 2, 10); // For nobody.
    wire_expect_silence();
    expect_sent(one, ERROR_NONE);
    (void)send_from(two, PORT + 1, &wire_board, PORT + 1, 10); // To itself.
    wire_expect_silence();
    fake_expect_upcall(UDP_DRIVER, two, UDP_UPCALL_RECEIVED, 10, 0, 0);
    expect_sent(two, ERROR_NONE);
}

// ---------------------------------------------------------------------------------------------
// Capsules that fail

static void restarts_end_what_was_on_its_way(void **state)
{
    for (enum wire_capsule capsule = WIRE_ETHERNET; capsule <= WIRE_UDP; capsule++) {
        for (unsigned way = 0; way < 2; way++) {
            assert_int_equal(wire_reset_and_wait(state), 0);
            const struct process_id process = bound("one", PORT);
            listen(process, 2000);
            if (way == 1) {
                peer_know(process);
                wire_device.is_mute = true; // It is at the device.
            }
            (void)send_from(process, PORT, &wire_peer, PEER_PORT, 1000);
            (void)wire_sent();
            if (capsule == WIRE_ETHERNET && way == 0) {
                continue; // It has the question only, and that is asked again.
            }
            wire_restart(capsule, &process, 1);
            wire_device.is_mute = false;
            expect_sent(process, ERROR_RESERVE);
            wire_advance(15000); // The board may look for its address again.
            while (wire_sent() != NULL) {
            }
            fake_expect_no_upcall();
            wire_datagram(PEER_PORT, PORT, "abc", 3);
            expect_received(process, 3, 0);
            fake_expect_success_u32(send_from(process, PORT, &wire_all, PEER_PORT, 1000), 0);
            (void)expect_datagram(PORT, PEER_PORT, 1000);
            expect_sent(process, ERROR_NONE);
        }
    }
}

static void nothing_of_an_earlier_life_is_in_the_way(void **state)
{
    (void)state;
    const struct process_id process = bound("one", PORT);
    const struct ipv6_address silent = neighbour(99);
    (void)send_from(process, PORT, &silent, PEER_PORT, 10);
    (void)wire_expect_message(WIRE_QUESTION);
    wire_restart(WIRE_UDP, &process, 1);
    expect_sent(process, ERROR_RESERVE);
    // The same numbers are used again at once, and what waited for the neighbour does not end them.
    (void)send_from(process, PORT, &wire_peer, PEER_PORT, 20);
    (void)wire_expect_message(WIRE_QUESTION);
    fake_expect_no_upcall();
    wire_answer(&wire_peer, wire_peer_link, SOLICITED | OVERRIDE);
    (void)expect_datagram(PORT, PEER_PORT, 20);
    expect_sent(process, ERROR_NONE);
    wire_advance(5000);
    fake_expect_no_upcall();
}

static void port_is_kept_from_the_first_command_on(void **state)
{
    (void)state;
    const struct process_id process = bound("one", PORT);
    const struct process_id other = fake_process_start("two");
    (void)ask(other, COMMAND_EXISTS);
    // Nothing runs between the restart and the command.
    bench_capsule_fail(WIRE_UDP);
    bench_capsule_restart(WIRE_UDP, (struct process_id[]){process, other}, 2);
    fake_expect_failure(bind(other, &wire_board, PORT), ERROR_BUSY);
    (void)wire_sent(); // Runs what is due.
    listen(process, 100);
    wire_datagram(PEER_PORT, PORT, "abc", 3);
    expect_received(process, 3, 0);
    // Nor does it have to bind again.
    bench_capsule_fail(WIRE_UDP);
    bench_capsule_restart(WIRE_UDP, &process, 1);
    fake_expect_success_u32(send_from(process, PORT, &wire_all, PEER_PORT, 10), 0);
    (void)expect_datagram(PORT, PEER_PORT, 10);
    expect_sent(process, ERROR_NONE);
}

static void capsule_that_is_out_of_service_is_not_waited_for(void **state)
{
    (void)state;
    const struct process_id process = bound("one", PORT);
    listen(process, 100);
    bench_capsule_fail(WIRE_UDP);
    const uint32_t before = dropped();
    for (size_t i = 0; i < 10; i++) {
        wire_datagram(PEER_PORT, PORT, "abc", 3);
    }
    assert_int_equal(dropped(), before + 10);
    wire_restart(WIRE_UDP, &process, 1);
    wire_datagram(PEER_PORT, PORT, "abc", 3);
    expect_received(process, 3, 0);
    bench_capsule_fail(WIRE_IPV6);
    for (size_t i = 0; i < 10; i++) {
        wire_datagram(PEER_PORT, PORT, "abc", 3);
    }
    fake_expect_failure(ask(process, UDP_COMMAND_SEND), ERROR_NO_DEVICE);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, wire_reset_and_wait)
    const struct CMUnitTest tests[] = {
        TEST(ports_belong_to_one_program_each),
        TEST(endpoints_that_are_none_are_refused),
        TEST(addresses_are_told),
        TEST(neighbour_is_asked_for_once),
        TEST(datagrams_of_every_length_are_sent),
        TEST(checksum_is_never_zero),
        TEST(neighbour_that_says_nothing_is_given_up),
        TEST(ways_that_there_are_not),
        TEST(known_neighbour_is_used_and_asked_again),
        TEST(liars_do_not_take_a_neighbours_place),
        TEST(many_neighbours_share_the_table),
        TEST(program_that_changes_its_mind_sends_nothing),
        TEST(device_that_fails_is_told_and_waited_for),
        TEST(datagrams_of_every_length_arrive),
        TEST(what_does_not_fit_is_lost_and_told),
        TEST(datagrams_that_lie_are_dropped),
        TEST(datagram_for_nobody_is_answered),
        TEST(own_datagrams_come_in_again),
        TEST(restarts_end_what_was_on_its_way),
        TEST(nothing_of_an_earlier_life_is_in_the_way),
        TEST(port_is_kept_from_the_first_command_on),
        TEST(capsule_that_is_out_of_service_is_not_waited_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
