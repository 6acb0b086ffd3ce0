// SPDX-License-Identifier: Apache-2.0 OR MIT
/// One Ethernet device for two: a client of the test's beside the network.
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "wire.h"

static void frame_set(size_t length_bytes, uint16_t type)
{
    wire_packet(0, &wire_peer, &wire_board, 64);
    wire_put_zero(1000);
    wire_frame.length_bytes = length_bytes;
    wire_frame.bytes[12] = (uint8_t)(type >> 8);
    wire_frame.bytes[13] = (uint8_t)type;
}

static enum error part_read(uint32_t number, size_t offset, size_t length)
{
    static uint8_t bytes[2000];
    memset(bytes, 0, sizeof bytes);
    struct ethernet_part part = {.number = number,
                                 .offset_bytes = offset,
                                 .bytes = SPAN_PART(bytes, 0, length),
                                 .status = ERROR_FAILED};
    assert_int_equal(wire_port.read(&part), ERROR_NONE);
    if (part.status == ERROR_NONE) {
        assert_memory_equal(bytes, wire_frame.bytes + offset, length);
    }
    return part.status;
}

static void frame_stays_until_all_have_released_it(void **state)
{
    (void)state;
    wire_client.wants_frames = true;
    wire_client.keeps_frames = true;
    frame_set(600, 0x0806);
    wire_arrive();
    assert_int_equal(wire_client.arrived_count, 1);
    assert_int_equal(wire_client.arrived.length_bytes, 600);
    const uint32_t number = wire_client.arrived.number;
    assert_false(wire_is_listening());
    assert_int_equal(part_read(number, 0, 14), ERROR_NONE);
    assert_int_equal(part_read(number, 590, 10), ERROR_NONE);
    assert_int_equal(part_read(number, 600, 0), ERROR_NONE);
    assert_int_equal(part_read(number, 590, 11), ERROR_SIZE);
    assert_int_equal(part_read(number, 601, 0), ERROR_SIZE);
    assert_int_equal(part_read(number, SIZE_MAX, 2), ERROR_SIZE);
    assert_int_equal(part_read(number + 1, 0, 14), ERROR_STALE);
    assert_int_equal(part_read(0, 0, 14), ERROR_STALE);
    assert_int_equal(wire_port.release(number + 1), ERROR_ALREADY);
    assert_int_equal(wire_port.release(number), ERROR_NONE);
    fake_run();
    assert_true(wire_is_listening());
    assert_int_equal(part_read(number, 0, 14), ERROR_STALE);
    assert_int_equal(wire_port.release(number), ERROR_ALREADY);
    assert_int_equal(wire_port.release(0), ERROR_ALREADY);
}

static void who_keeps_a_frame_for_long_loses_it(void **state)
{
    (void)state;
    wire_client.wants_frames = true;
    wire_client.keeps_frames = true;
    frame_set(60, 0x0806);
    wire_arrive();
    wire_advance(490);
    assert_false(wire_is_listening());
    wire_advance(20);
    assert_true(wire_is_listening());
    assert_int_equal(part_read(wire_client.arrived.number, 0, 14), ERROR_STALE);
    // The time of one frame is not that of the next.
    const uint32_t number = wire_client.arrived.number;
    wire_arrive();
    assert_int_not_equal(wire_client.arrived.number, number);
    wire_advance(300);
    assert_int_equal(wire_port.release(0), ERROR_NONE);
    fake_run();
    wire_arrive();
    wire_advance(300);
    assert_int_equal(part_read(wire_client.arrived.number, 0, 14), ERROR_NONE);
}

static void client_that_has_failed_keeps_nothing(void **state)
{
    (void)state;
    wire_client.wants_frames = true;
    for (unsigned i = 1; i < 5; i++) {
        frame_set(60, 0x86DD);
        wire_arrive();
        assert_int_equal(wire_client.arrived_count, i);
        assert_true(wire_is_listening());
    }
}

static void lengths_that_are_none_are_lost(void **state)
{
    (void)state;
    static const size_t lengths[] = {0, 1, 13, 1515, 2000, SIZE_MAX};
    wire_client.wants_frames = true;
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        frame_set(lengths[i], 0x0806);
        wire_arrive();
        assert_true(wire_is_listening());
    }
    assert_int_equal(wire_client.arrived_count, 0);
    frame_set(14, 0x0806);
    wire_arrive();
    frame_set(1514, 0x0806);
    wire_arrive();
    assert_int_equal(wire_client.arrived_count, 2);
}

static void network_gets_what_is_for_this_board_only(void **state)
{
    (void)state;
    wire_packet(58, &wire_peer, &wire_board, 64);
    wire_put("\x80\0\0\0", 4);
    wire_sum(0, 2, 58);
    struct ipv6_description before;
    struct ipv6_description after;
    (void)udp_network.describe(&before);
    wire_frame.bytes[5] ^= 1; // Somebody else's.
    wire_arrive();
    wire_frame.bytes[5] ^= 1;
    wire_frame.bytes[13] = 0; // Of another type.
    wire_arrive();
    wire_expect_silence();
    (void)udp_network.describe(&after);
    assert_int_equal(before.dropped_packets, after.dropped_packets);
    wire_frame.bytes[13] = 0xDD;
    wire_arrive();
    (void)wire_expect_message(WIRE_ECHO_ANSWER);
}

static const struct transfer_buffer own = {.index = 2, .generation = 1};

static void frames_of_both_are_sent_in_turn(void **state)
{
    (void)state;
    wire_device.is_mute = true;
    assert_int_equal(wire_port.transmit(own, 13), ERROR_SIZE);
    assert_int_equal(wire_port.transmit(own, 1515), ERROR_SIZE);
    assert_int_equal(wire_port.cancel(), ERROR_ALREADY);
    assert_int_equal(wire_port.transmit(own, 100), ERROR_NONE);
    assert_int_equal(wire_port.transmit(own, 100), ERROR_BUSY);
    assert_int_equal(wire_sent()->length_bytes, 100);
    wire_packet(58, &wire_peer, &wire_board, 64);
    wire_put("\x80\0\0\0", 4);
    wire_sum(0, 2, 58);
    wire_arrive();
    wire_expect_silence(); // The network's answer waits.
    wire_client.transmitted = ERROR_FAILED;
    wire_end(ERROR_NONE);
    assert_int_equal(wire_client.transmitted, ERROR_NONE);
    (void)wire_expect_message(WIRE_ECHO_ANSWER);
    wire_end(ERROR_NONE);
}

static void what_waits_is_cancelled_and_told(void **state)
{
    (void)state;
    wire_device.is_mute = true;
    wire_packet(58, &wire_peer, &wire_board, 64);
    wire_put("\x80\0\0\0", 4);
    wire_sum(0, 2, 58);
    wire_arrive();
    (void)wire_expect_message(WIRE_ECHO_ANSWER);
    assert_int_equal(wire_port.transmit(own, 100), ERROR_NONE);
    const unsigned before = wire_client.transmitted_count;
    assert_int_equal(wire_port.cancel(), ERROR_NONE);
    assert_int_equal(wire_port.cancel(), ERROR_NONE);
    assert_int_equal(wire_client.transmitted_count, before); // Never inside the call.
    fake_run();
    assert_int_equal(wire_client.transmitted_count, before + 1);
    assert_int_equal(wire_client.transmitted, ERROR_CANCEL);
    assert_int_equal(wire_port.cancel(), ERROR_ALREADY);
    wire_end(ERROR_NONE);
    wire_expect_silence();
}

static void restart_tells_all_and_listens_again(void **state)
{
    (void)state;
    wire_client.wants_frames = true;
    wire_client.keeps_frames = true;
    wire_device.is_mute = true;
    frame_set(60, 0x0806);
    wire_arrive();
    const uint32_t number = wire_client.arrived.number;
    assert_int_equal(wire_port.transmit(own, 100), ERROR_NONE);
    wire_restart(WIRE_ETHERNET, NULL, 0);
    assert_int_equal(wire_client.transmitted, ERROR_RESERVE);
    assert_int_equal(part_read(number, 0, 14), ERROR_STALE);
    assert_int_equal(wire_port.release(number), ERROR_ALREADY);
    assert_true(wire_is_listening());
    wire_arrive();
    assert_int_equal(part_read(wire_client.arrived.number, 0, 14), ERROR_NONE);
}

static void frame_of_an_earlier_life_is_ended(void **state)
{
    (void)state;
    wire_device.is_mute = true;
    wire_packet(58, &wire_peer, &wire_board, 64);
    wire_put("\x80\0\0\0", 4);
    wire_sum(0, 2, 58);
    wire_arrive();
    (void)wire_expect_message(WIRE_ECHO_ANSWER);
    bench_capsule_fail(WIRE_ETHERNET);
    bench_capsule_restart(WIRE_ETHERNET, NULL, 0);
    // Before the capsule has had its first turn: the device is still busy, and never says more.
    assert_int_equal(wire_port.transmit(own, 200), ERROR_NONE);
    fake_run();
    assert_int_equal(wire_sent()->length_bytes, 200);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, wire_reset_and_wait)
    const struct CMUnitTest tests[] = {
        TEST(frame_stays_until_all_have_released_it),   TEST(who_keeps_a_frame_for_long_loses_it),
        TEST(client_that_has_failed_keeps_nothing),     TEST(lengths_that_are_none_are_lost),
        TEST(network_gets_what_is_for_this_board_only), TEST(frames_of_both_are_sent_in_turn),
        TEST(what_waits_is_cancelled_and_told),         TEST(restart_tells_all_and_listens_again),
        TEST(frame_of_an_earlier_life_is_ended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
