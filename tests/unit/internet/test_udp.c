// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Datagrams for programs: ports, what is sent, what arrives, and capsules that fail.
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "udp_client.h"

static const struct ipv6_address loopback = {{[15] = 1}};

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
    const struct process_id one = client_bound("one", PORT);
    const struct process_id two = fake_process_start("two");
    fake_expect_failure(client_bind(two, &wire_board, PORT), ERROR_BUSY);
    fake_expect_success(client_bind(two, &wire_board, PORT + 1));
    fake_expect_success(client_bind(one, &wire_board, PORT + 2)); // It leaves its first one.
    fake_expect_success(client_bind(two, &wire_board, PORT));
    fake_expect_success(client_bind(two, &wire_nobody, 0));
    fake_expect_success(client_bind(one, &wire_board, PORT));
    fake_expect_success(client_bind(one, &wire_board, PORT));
    fake_process_end(one);
    fake_expect_success(client_bind(two, &wire_board, PORT));
}

static void endpoints_that_are_none_are_refused(void **state)
{
    (void)state;
    static const uint8_t zero[64];
    const struct process_id process = fake_process_start("one");
    fake_expect_failure(client_bind(process, &wire_board, 0), ERROR_INVALID);
    fake_expect_failure(client_bind(process, &wire_board, 99), ERROR_INVALID); // the board's policy
    fake_expect_failure(client_bind(process, &wire_board, 60001), ERROR_INVALID);
    fake_expect_failure(client_bind(process, &wire_peer, PORT), ERROR_INVALID);
    fake_expect_failure(client_bind(process, &wire_nobody, PORT), ERROR_INVALID);
    fake_expect_failure(client_bind(process, &wire_all, PORT), ERROR_INVALID);
    for (size_t length = 0; length <= 64; length++) {
        fake_allow(process, BUFFER_READ_WRITE, UDP_ALLOW_BIND_ENDPOINTS, zero, length);
        const struct fake_answer answer = client_ask(process, UDP_COMMAND_BIND);
        assert_int_equal(answer.word[0], length == 36 ? VARIANT_SUCCESS : VARIANT_FAILURE);
    }
    fake_expect_failure(client_ask(process, UDP_COMMAND_SEND), ERROR_RESERVE);
    fake_expect_success(client_bind(process, &wire_board, 100));
    fake_expect_success(client_bind(process, &wire_board, 60000));
    fake_expect_failure(client_ask(process, UDP_COMMAND_SEND), ERROR_INVALID);
    fake_expect_failure(client_send(process, PORT, &wire_peer, PEER_PORT, 1), ERROR_INVALID);
    fake_expect_failure(client_send(process, 60000, &wire_peer, 0, 1), ERROR_INVALID);
    fake_expect_failure(client_send(process, 60000, &wire_peer, 1, 1233), ERROR_SIZE);
    fake_expect_failure(client_ask(process, 6), ERROR_NO_SUPPORT);
    fake_expect_success(client_ask(process, COMMAND_EXISTS));
    fake_expect_success_u32(client_ask(process, UDP_COMMAND_LENGTH_MAX), 1232);
    wire_device.is_absent = true;
    for (uint32_t i = 0; i < 7; i++) {
        fake_expect_failure(client_ask(process, i), ERROR_NO_DEVICE);
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

static void datagrams_of_every_length_are_sent(void **state)
{
    (void)state;
    static const size_t lengths[] = {0,   1,   119, 120, 121, 127,  128,  247,
                                     248, 249, 255, 256, 257, 1000, 1231, 1232};
    const struct process_id process = client_bound("one", PORT);
    client_know_peer(process);
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        fake_expect_success_u32(client_send(process, PORT, &wire_peer, PEER_PORT, lengths[i]), 0);
        const struct wire_frame *frame = client_expect_datagram(PORT, PEER_PORT, lengths[i]);
        assert_memory_equal(frame->bytes, wire_peer_link, 6);
        assert_memory_equal(frame->bytes + 22, &wire_board, 16);
        assert_memory_equal(frame->bytes + 38, &wire_peer, 16);
        client_expect_sent(process, ERROR_NONE);
    }
    fake_expect_success_u32(client_send(process, PORT, &wire_all, PEER_PORT, 5), 0);
    assert_memory_equal(client_expect_datagram(PORT, PEER_PORT, 5)->bytes, "\x33\x33\0\0\0\1", 6);
    client_expect_sent(process, ERROR_NONE);
}

static void checksum_is_never_zero(void **state)
{
    (void)state;
    enum { CHECKSUM = UPPER + 6, WORD = 0x1234 };
    const struct process_id process = client_bound("one", PORT);
    client_know_peer(process);
    uint32_t word = WORD;
    for (unsigned pass = 0; pass < 2; pass++) {
        const uint8_t bytes[] = {(uint8_t)(word >> 8), (uint8_t)word};
        fake_allow(process, BUFFER_READ_ONLY, UDP_ALLOW_PAYLOAD, bytes, sizeof bytes);
        fake_expect_success_u32(client_ask(process, UDP_COMMAND_SEND), 0);
        const struct wire_frame *frame = wire_sent();
        assert_non_null(frame);
        client_expect_sent(process, ERROR_NONE);
        const uint32_t sum = (uint32_t)frame->bytes[CHECKSUM] << 8 | frame->bytes[CHECKSUM + 1];
        if (pass == 1) {
            assert_int_equal(sum, 0xFFFF);
        }
        // With this word the sum of all is such that nothing is left for the checksum.
        word += sum;
        word = (word & 0xFFFF) + (word >> 16);
    }
}

static void program_that_changes_its_mind_sends_nothing(void **state)
{
    for (unsigned way = 0; way < 3; way++) {
        assert_int_equal(wire_reset_and_wait(state), 0);
        const struct process_id process = client_bound("one", PORT);
        (void)client_send(process, PORT, &wire_peer, PEER_PORT, 1000);
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
            client_expect_sent(process, ERROR_CANCEL);
        }
        fake_expect_no_upcall();
        const struct process_id next = client_bound("next", PORT + 1);
        (void)client_send(next, PORT + 1, &wire_peer, PEER_PORT, 4);
        (void)client_expect_datagram(PORT + 1, PEER_PORT, 4);
        client_expect_sent(next, ERROR_NONE);
    }
}

static void device_that_fails_is_told_and_waited_for(void **state)
{
    (void)state;
    const struct process_id process = client_bound("one", PORT);
    client_know_peer(process);
    wire_device.answer = ERROR_NO_DEVICE;
    (void)client_send(process, PORT, &wire_peer, PEER_PORT, 1);
    fake_run();
    client_expect_sent(process, ERROR_NO_DEVICE);
    wire_device = (struct wire_device){.end_status = ERROR_FAILED};
    (void)client_send(process, PORT, &wire_peer, PEER_PORT, 1);
    (void)client_expect_datagram(PORT, PEER_PORT, 1);
    client_expect_sent(process, ERROR_FAILED);
    // It never says that it has sent.
    wire_device = (struct wire_device){.is_mute = true};
    (void)client_send(process, PORT, &wire_peer, PEER_PORT, 1);
    (void)client_expect_datagram(PORT, PEER_PORT, 1);
    wire_advance(900);
    fake_expect_no_upcall();
    wire_advance(200);
    client_expect_sent(process, ERROR_CANCEL);
    // Nor does it end when it is told to.
    wire_device = (struct wire_device){.is_mute = true, .has_no_cancel = true};
    (void)client_send(process, PORT, &wire_peer, PEER_PORT, 1);
    wire_advance(1900);
    fake_expect_no_upcall();
    wire_advance(300);
    client_expect_sent(process, ERROR_FAILED);
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
    const struct process_id process = client_bound("one", PORT);
    client_listen(process, FAKE_BUFFER_BYTES_MAX);
    uint8_t content[1452];
    for (size_t i = 0; i < sizeof content; i++) {
        content[i] = (uint8_t)(i * 3);
    }
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        wire_datagram(PEER_PORT, PORT, content, lengths[i]);
        client_expect_received(process, (uint32_t)lengths[i], 0);
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
    const struct process_id process = client_bound("one", PORT);
    wire_datagram(PEER_PORT, PORT, content, 100); // There is no buffer yet.
    client_listen(process, 100);
    wire_datagram(PEER_PORT, PORT, content, 101);
    fake_expect_no_upcall();
    wire_datagram(PEER_PORT, PORT, content, 100);
    client_expect_received(process, 100, 2);
    wire_datagram(PEER_PORT, PORT, content, 100);
    client_expect_received(process, 100, 0);
    wire_expect_silence();
}

static void datagrams_that_lie_are_dropped(void **state)
{
    (void)state;
    static const uint16_t lengths[] = {0, 7, 8, 11, 13, 0xFFFF};
    const struct process_id process = client_bound("one", PORT);
    client_listen(process, 100);
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
    client_expect_received(process, 4, 0);
}

static void datagram_for_nobody_is_answered(void **state)
{
    (void)state;
    const struct process_id process = client_bound("one", PORT);
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
    const struct process_id one = client_bound("one", PORT);
    const struct process_id two = client_bound("two", PORT + 1);
    client_listen(two, FAKE_BUFFER_BYTES_MAX);
    const struct ipv6_address *ways[] = {&wire_board, &loopback};
    for (size_t i = 0; i < 2; i++) {
        (void)client_send(one, PORT, ways[i], PORT + 1, 1232);
        wire_expect_silence();
        fake_expect_upcall(UDP_DRIVER, two, UDP_UPCALL_RECEIVED, 1232, 0, 0);
        client_expect_sent(one, ERROR_NONE);
        const uint8_t *content = fake_buffer(two, BUFFER_READ_WRITE, UDP_ALLOW_RECEIVED);
        for (size_t j = 0; j < 1232; j++) {
            assert_int_equal(content[j], (uint8_t)j);
        }
    }
    (void)client_send(one, PORT, &wire_board, PORT + 2, 10); // For nobody.
    wire_expect_silence();
    client_expect_sent(one, ERROR_NONE);
    (void)client_send(two, PORT + 1, &wire_board, PORT + 1, 10); // To itself.
    wire_expect_silence();
    fake_expect_upcall(UDP_DRIVER, two, UDP_UPCALL_RECEIVED, 10, 0, 0);
    client_expect_sent(two, ERROR_NONE);
}

// ---------------------------------------------------------------------------------------------
// Capsules that fail

static void restarts_end_what_was_on_its_way(void **state)
{
    for (enum wire_capsule capsule = WIRE_ETHERNET; capsule <= WIRE_UDP; capsule++) {
        for (unsigned way = 0; way < 2; way++) {
            assert_int_equal(wire_reset_and_wait(state), 0);
            const struct process_id process = client_bound("one", PORT);
            client_listen(process, 2000);
            if (way == 1) {
                client_know_peer(process);
                wire_device.is_mute = true; // It is at the device.
            }
            (void)client_send(process, PORT, &wire_peer, PEER_PORT, 1000);
            (void)wire_sent();
            if (capsule == WIRE_ETHERNET && way == 0) {
                continue; // It has the question only, and that is asked again.
            }
            wire_restart(capsule, &process, 1);
            wire_device.is_mute = false;
            client_expect_sent(process, ERROR_RESERVE);
            wire_advance(15000); // The board may look for its address again.
            while (wire_sent() != NULL) {
            }
            fake_expect_no_upcall();
            wire_datagram(PEER_PORT, PORT, "abc", 3);
            client_expect_received(process, 3, 0);
            fake_expect_success_u32(client_send(process, PORT, &wire_all, PEER_PORT, 1000), 0);
            (void)client_expect_datagram(PORT, PEER_PORT, 1000);
            client_expect_sent(process, ERROR_NONE);
        }
    }
}

static void nothing_of_an_earlier_life_is_in_the_way(void **state)
{
    (void)state;
    const struct process_id process = client_bound("one", PORT);
    const struct ipv6_address silent = client_neighbour(99);
    (void)client_send(process, PORT, &silent, PEER_PORT, 10);
    (void)wire_expect_message(WIRE_QUESTION);
    wire_restart(WIRE_UDP, &process, 1);
    client_expect_sent(process, ERROR_RESERVE);
    // The same numbers are used again at once, and what waited for the neighbour does not end them.
    (void)client_send(process, PORT, &wire_peer, PEER_PORT, 20);
    (void)wire_expect_message(WIRE_QUESTION);
    fake_expect_no_upcall();
    wire_answer(&wire_peer, wire_peer_link, SOLICITED | OVERRIDE);
    (void)client_expect_datagram(PORT, PEER_PORT, 20);
    client_expect_sent(process, ERROR_NONE);
    wire_advance(5000);
    fake_expect_no_upcall();
}

static void port_is_kept_from_the_first_command_on(void **state)
{
    (void)state;
    const struct process_id process = client_bound("one", PORT);
    const struct process_id other = fake_process_start("two");
    (void)client_ask(other, COMMAND_EXISTS);
    // Nothing runs between the restart and the command.
    bench_capsule_fail(WIRE_UDP);
    bench_capsule_restart(WIRE_UDP, (struct process_id[]){process, other}, 2);
    fake_expect_failure(client_bind(other, &wire_board, PORT), ERROR_BUSY);
    (void)wire_sent(); // Runs what is due.
    client_listen(process, 100);
    wire_datagram(PEER_PORT, PORT, "abc", 3);
    client_expect_received(process, 3, 0);
    // Nor does it have to bind again.
    bench_capsule_fail(WIRE_UDP);
    bench_capsule_restart(WIRE_UDP, &process, 1);
    fake_expect_success_u32(client_send(process, PORT, &wire_all, PEER_PORT, 10), 0);
    (void)client_expect_datagram(PORT, PEER_PORT, 10);
    client_expect_sent(process, ERROR_NONE);
}

static void port_is_kept_whenever_the_capsule_fails_again(void **state)
{
    (void)state;
    enum { PROGRAMS = 4 }; // One is bound to nothing.
    struct process_id process[PROGRAMS];
    for (uint16_t i = 0; i < PROGRAMS - 1; i++) {
        process[i] = client_bound("bound", PORT + i);
        client_listen(process[i], 100);
    }
    process[PROGRAMS - 1] = fake_process_start("other");
    (void)client_ask(process[PROGRAMS - 1], COMMAND_EXISTS);
    // Each time before it has done anything but to look at some of the programs.
    for (size_t looked_at = 0; looked_at <= PROGRAMS; looked_at++) {
        bench_capsule_fail(WIRE_UDP);
        bench_capsule_restart(WIRE_UDP, process, looked_at);
    }
    for (uint16_t i = 0; i < PROGRAMS - 1; i++) {
        fake_expect_failure(client_bind(process[PROGRAMS - 1], &wire_board, PORT + i), ERROR_BUSY);
        wire_datagram(PEER_PORT, PORT + i, "abc", 3);
        client_expect_received(process[i], 3, 0);
        fake_expect_success_u32(client_send(process[i], PORT + i, &wire_all, PEER_PORT, 10), 0);
        (void)client_expect_datagram(PORT + i, PEER_PORT, 10);
        client_expect_sent(process[i], ERROR_NONE);
    }
}

static void capsule_that_is_out_of_service_is_not_waited_for(void **state)
{
    (void)state;
    const struct process_id process = client_bound("one", PORT);
    client_listen(process, 100);
    bench_capsule_fail(WIRE_UDP);
    const uint32_t before = dropped();
    for (size_t i = 0; i < 10; i++) {
        wire_datagram(PEER_PORT, PORT, "abc", 3);
    }
    assert_int_equal(dropped(), before + 10);
    wire_restart(WIRE_UDP, &process, 1);
    wire_datagram(PEER_PORT, PORT, "abc", 3);
    client_expect_received(process, 3, 0);
    bench_capsule_fail(WIRE_IPV6);
    for (size_t i = 0; i < 10; i++) {
        wire_datagram(PEER_PORT, PORT, "abc", 3);
    }
    fake_expect_failure(client_ask(process, UDP_COMMAND_SEND), ERROR_NO_DEVICE);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, wire_reset_and_wait)
    const struct CMUnitTest tests[] = {
        TEST(ports_belong_to_one_program_each),
        TEST(endpoints_that_are_none_are_refused),
        TEST(addresses_are_told),
        TEST(datagrams_of_every_length_are_sent),
        TEST(checksum_is_never_zero),
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
        TEST(port_is_kept_whenever_the_capsule_fails_again),
        TEST(capsule_that_is_out_of_service_is_not_waited_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
