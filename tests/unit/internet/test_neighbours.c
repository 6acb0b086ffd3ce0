// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Neighbours of the link that answer, lie, or say nothing, and datagrams that wait for them.
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "udp_client.h"

static const struct ipv6_address far = {{0x20, 0x01, 0x0D, 0xB8, 9, 9}};

static void neighbour_is_asked_for_once(void **state)
{
    (void)state;
    const struct process_id process = client_bound("one", PORT);
    fake_expect_success_u32(client_send(process, PORT, &wire_peer, PEER_PORT, 1000), 0);
    fake_expect_failure(client_send(process, PORT, &wire_peer, PEER_PORT, 1), ERROR_BUSY);
    const struct wire_frame *asked = wire_expect_message(WIRE_QUESTION);
    assert_memory_equal(asked->bytes, "\x33\x33\xFF\0\0\1", 6);
    assert_memory_equal(asked->bytes + UPPER + 8, &wire_peer, 16);
    wire_expect_silence();
    fake_expect_no_upcall();
}

static void neighbour_that_says_nothing_is_given_up(void **state)
{
    (void)state;
    const struct process_id process = client_bound("one", PORT);
    const struct process_id other = client_bound("other", PORT + 1);
    const struct ipv6_address silent = client_neighbour(99);
    fake_expect_success_u32(client_send(process, PORT, &silent, PEER_PORT, 10), 0);
    fake_expect_success_u32(client_send(other, PORT + 1, &wire_all, PEER_PORT, 10), 0);
    (void)wire_expect_message(WIRE_QUESTION);
    (void)client_expect_datagram(PORT + 1, PEER_PORT, 10); // Nobody waits for it.
    client_expect_sent(other, ERROR_NONE);
    for (size_t i = 0; i < 2; i++) {
        wire_advance(1000);
        (void)wire_expect_message(WIRE_QUESTION);
        fake_expect_no_upcall();
    }
    wire_advance(1100);
    wire_expect_silence();
    client_expect_sent(process, ERROR_NO_ACK);
    fake_expect_success_u32(client_send(process, PORT, &silent, PEER_PORT, 10), 0);
    (void)wire_expect_message(WIRE_QUESTION); // It may be there by now.
}

static void ways_that_there_are_not(void **state)
{
    (void)state;
    const struct process_id process = client_bound("one", PORT);
    fake_expect_success_u32(client_send(process, PORT, &far, PEER_PORT, 1), 0);
    fake_run();
    client_expect_sent(process, ERROR_INVALID); // From an address of this link only.
    fake_expect_success_u32(client_send(process, PORT, &wire_nobody, PEER_PORT, 1), 0);
    fake_run();
    client_expect_sent(process, ERROR_INVALID);
    wire_expect_silence();
}

static void known_neighbour_is_used_and_asked_again(void **state)
{
    (void)state;
    const struct process_id process = client_bound("one", PORT);
    client_know_peer(process);
    wire_advance(31000); // It has not been heard of for long.
    (void)client_send(process, PORT, &wire_peer, PEER_PORT, 1);
    (void)client_expect_datagram(PORT, PEER_PORT, 1);
    client_expect_sent(process, ERROR_NONE);
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
    const struct process_id process = client_bound("one", PORT);
    client_know_peer(process);
    wire_answer(&wire_peer, liar, SOLICITED); // Without the flag for it.
    (void)client_send(process, PORT, &wire_peer, PEER_PORT, 1);
    assert_memory_equal(client_expect_datagram(PORT, PEER_PORT, 1)->bytes, wire_peer_link, 6);
    client_expect_sent(process, ERROR_NONE);
    // Nobody has asked for these.
    for (uint8_t i = 100; i < 200; i++) {
        const struct ipv6_address other = client_neighbour(i);
        wire_answer(&other, liar, SOLICITED | OVERRIDE);
    }
    // Nor do many that ask take the place of one that is known: they have the others.
    wire_answer(&wire_peer, wire_peer_link, SOLICITED | OVERRIDE);
    for (uint8_t i = 100; i < 200; i++) {
        const struct ipv6_address other = client_neighbour(i);
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
    (void)client_send(process, PORT, &wire_peer, PEER_PORT, 1);
    assert_memory_equal(client_expect_datagram(PORT, PEER_PORT, 1)->bytes, wire_peer_link, 6);
    client_expect_sent(process, ERROR_NONE);
}

static void many_neighbours_share_the_table(void **state)
{
    (void)state;
    const struct process_id process = client_bound("one", PORT);
    for (uint8_t i = 0; i < 30; i++) {
        const struct ipv6_address to = client_neighbour(i);
        uint8_t link[] = {2, 0, 0, 0, 0, i};
        (void)client_send(process, PORT, &to, PEER_PORT, 3);
        (void)wire_expect_message(WIRE_QUESTION);
        wire_answer(&to, link, SOLICITED | OVERRIDE);
        assert_memory_equal(client_expect_datagram(PORT, PEER_PORT, 3)->bytes, link, 6);
        client_expect_sent(process, ERROR_NONE);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, wire_reset_and_wait)
    const struct CMUnitTest tests[] = {
        TEST(neighbour_is_asked_for_once),
        TEST(neighbour_that_says_nothing_is_given_up),
        TEST(ways_that_there_are_not),
        TEST(known_neighbour_is_used_and_asked_again),
        TEST(liars_do_not_take_a_neighbours_place),
        TEST(many_neighbours_share_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
