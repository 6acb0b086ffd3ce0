// SPDX-License-Identifier: Apache-2.0 OR MIT
/// A host in a network of IPv6: what it says, what it believes, and what it does not.
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "wire.h"

enum { NEIGHBOURS = 255, PORT = 4000, PEER_PORT = 5000, UPPER = WIRE_HEADERS };
enum { SOLICITED = 0x40, OVERRIDE = 0x20, ROUTER_FLAG = 0x80 };

static const struct ipv6_address group_of_board = {
    {0xFF, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xFF, 0x12, 0x34, 0x56}};
static const struct ipv6_address far = {{0x20, 0x01, 0x0D, 0xB8, 9, 9}};

static struct ipv6_description description(void)
{
    struct ipv6_description found;
    assert_int_equal(udp_network.describe(&found), ERROR_NONE);
    return found;
}

static void expect_dropped(uint32_t before)
{
    assert_int_equal(description().dropped_packets, before + 1);
    assert_true(wire_is_listening());
}

/// The board still answers.
static void expect_alive(void)
{
    while (wire_sent() != NULL) {
    }
    wire_packet(WIRE_ICMP, &wire_peer, &wire_board, 64);
    wire_put("\x80\0\0\0abcdefgh", 12);
    wire_sum(0, 2, WIRE_ICMP);
    wire_arrive();
    const struct wire_frame *answer = wire_expect_message(WIRE_ECHO_ANSWER);
    assert_memory_equal(answer->bytes + UPPER + 4, "abcdefgh", 8);
    assert_memory_equal(answer->bytes, wire_peer_link, 6);
}

static void question(const struct ipv6_address *source, const struct ipv6_address *to,
                     const struct ipv6_address *target, uint8_t hop_limit)
{
    wire_packet(WIRE_ICMP, source, to, hop_limit);
    wire_put_byte(WIRE_QUESTION);
    wire_put_zero(7);
    wire_put(target, sizeof *target);
}

static void ask(const struct ipv6_address *source, const struct ipv6_address *target)
{
    question(source, &group_of_board, target, NEIGHBOURS);
    wire_sum(0, 2, WIRE_ICMP);
    wire_arrive();
}

/// An advertisement of a router, up to its options.
static void router(uint16_t lifetime_seconds)
{
    wire_packet(WIRE_ICMP, &wire_peer, &wire_all, NEIGHBOURS);
    const uint8_t head[] = {
        WIRE_ROUTER, 0, 0, 0, 50, 0, (uint8_t)(lifetime_seconds >> 8), (uint8_t)lifetime_seconds};
    wire_put(head, sizeof head);
    wire_put_zero(8);
    wire_put("\1\1", 2);
    wire_put(wire_peer_link, sizeof wire_peer_link);
}

static void prefix(uint8_t bits, uint32_t valid_seconds, uint32_t preferred_seconds, uint8_t last)
{
    const uint8_t option[] = {3,
                              4,
                              bits,
                              0xC0,
                              (uint8_t)(valid_seconds >> 24),
                              (uint8_t)(valid_seconds >> 16),
                              (uint8_t)(valid_seconds >> 8),
                              (uint8_t)valid_seconds,
                              (uint8_t)(preferred_seconds >> 24),
                              (uint8_t)(preferred_seconds >> 16),
                              (uint8_t)(preferred_seconds >> 8),
                              (uint8_t)preferred_seconds,
                              0,
                              0,
                              0,
                              0,
                              0x20,
                              0x01,
                              0x0D,
                              0xB8,
                              0,
                              0,
                              0,
                              last};
    wire_put(option, sizeof option);
    wire_put_zero(8);
}

static void router_arrive(void)
{
    wire_sum(0, 2, WIRE_ICMP);
    wire_arrive();
}

// ---------------------------------------------------------------------------------------------
// Its own address

static void address_is_asked_for_and_then_used(void **state)
{
    (void)state;
    assert_int_equal(description().address_count, 0);
    wire_expect_silence();
    wire_advance(400);
    const struct wire_frame *frame = wire_expect_message(WIRE_QUESTION);
    assert_memory_equal(frame->bytes, "\x33\x33\xFF\x12\x34\x56", 6);
    assert_memory_equal(frame->bytes + 22, &wire_nobody, 16);
    assert_memory_equal(frame->bytes + 38, &group_of_board, 16);
    assert_memory_equal(frame->bytes + UPPER + 8, &wire_board, 16);
    assert_int_equal(frame->length_bytes, UPPER + 24);
    assert_int_equal(frame->bytes[21], NEIGHBOURS);
    // Nobody is answered meanwhile.
    ask(&wire_peer, &wire_board);
    wire_expect_silence();
    wire_advance(1000);
    assert_int_equal(description().address_count, 1);
    assert_memory_equal(&description().address[0], &wire_board, 16);
    // Then it asks for a router, three times.
    for (size_t i = 0; i < 3; i++) {
        const struct wire_frame *asked = wire_expect_message(WIRE_ROUTER_QUESTION);
        assert_memory_equal(asked->bytes, "\x33\x33\0\0\0\2", 6);
        assert_memory_equal(asked->bytes + UPPER + 8, "\1\1\x52\x54\0\x12\x34\x56", 8);
        wire_expect_silence();
        wire_advance(4000);
    }
    wire_expect_silence();
    expect_alive();
}

static void address_that_somebody_has_is_never_used(void **state)
{
    for (unsigned way = 0; way < 2; way++) {
        assert_int_equal(wire_reset(state), 0);
        wire_advance(600);
        (void)wire_expect_message(WIRE_QUESTION);
        if (way == 0) { // He defends it.
            wire_packet(WIRE_ICMP, &wire_board, &wire_all, NEIGHBOURS);
            wire_put("\x88\0\0\0\x20\0\0\0", 8);
            wire_put(&wire_board, sizeof wire_board);
            wire_put("\2\1\2\3\4\5\6\7", 8);
        } else { // He wants it, too.
            question(&wire_nobody, &group_of_board, &wire_board, NEIGHBOURS);
        }
        wire_sum(0, 2, WIRE_ICMP);
        wire_arrive();
        wire_advance(20000);
        assert_int_equal(description().address_count, 0);
        assert_int_equal(wire_log_count, 1);
        wire_expect_silence();
    }
}

static void address_in_use_is_defended_and_kept(void **state)
{
    (void)state;
    ask(&wire_nobody, &wire_board);
    const struct wire_frame *all = wire_expect_message(WIRE_ANSWER);
    assert_memory_equal(all->bytes, "\x33\x33\0\0\0\1", 6);
    assert_int_equal(all->bytes[UPPER + 4], OVERRIDE);
    ask(&wire_peer, &wire_board);
    const struct wire_frame *one = wire_expect_message(WIRE_ANSWER);
    assert_memory_equal(one->bytes, wire_peer_link, 6);
    assert_int_equal(one->bytes[UPPER + 4], SOLICITED | OVERRIDE);
    assert_memory_equal(one->bytes + UPPER + 24, "\2\1\x52\x54\0\x12\x34\x56", 8);
    // Somebody who says that it is his is not heard.
    wire_answer(&wire_board, wire_peer_link, OVERRIDE);
    assert_int_equal(description().address_count, 1);
    expect_alive();
}

static void questions_that_are_wrong_are_not_answered(void **state)
{
    (void)state;
    const struct ipv6_address other = {{0xFE, 0x80, 1}};
    for (unsigned way = 0; way < 10; way++) {
        const uint32_t before = description().dropped_packets;
        question(way == 5 ? &wire_nobody : &wire_peer, way == 6 ? &wire_board : &group_of_board,
                 way == 1 ? &wire_all : &wire_board, way == 0 ? 254 : NEIGHBOURS);
        wire_frame.bytes[UPPER + 1] = way == 2; // code
        if (way == 3) {
            wire_put("\1\0\0\0\0\0\0\0", 8); // an option without a length
        } else if (way == 4) {
            wire_put("\1\2\0\0\0\0\0\0", 8); // longer than the message
        } else if (way == 5) {
            wire_put("\1\1\0\0\0\0\0\0", 8); // nobody has no address
        } else if (way == 6) {
            memcpy(wire_frame.bytes + 22, &wire_nobody, 16); // and asks a group only
        } else if (way == 7) {
            wire_frame.length_bytes -= 1;
            wire_put_zero(0);
        } else if (way == 8) {
            wire_put("\1\1\0", 3); // half an option
        }
        wire_sum(0, 2, WIRE_ICMP);
        wire_frame.bytes[UPPER + 20] ^= way == 9; // behind the checksum's back
        wire_arrive();
        wire_expect_silence();
        expect_dropped(before);
    }
    ask(&wire_peer, &other);
    wire_expect_silence();
    expect_alive();
}

// ---------------------------------------------------------------------------------------------
// Echo, errors, and headers

static void echo_is_answered_up_to_what_fits(void **state)
{
    (void)state;
    static const size_t lengths[] = {4, 5, 8, 255, 256, 257, 511, 1000, 1239, 1240};
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        wire_packet(WIRE_ICMP, &wire_peer, i % 2 == 0 ? &wire_board : &wire_all, 64);
        wire_put("\x80\0\0\0", 4);
        for (size_t j = 4; j < lengths[i]; j++) {
            wire_put_byte((uint8_t)(j * 7));
        }
        wire_sum(0, 2, WIRE_ICMP);
        wire_arrive();
        const struct wire_frame *answer = wire_expect_message(WIRE_ECHO_ANSWER);
        assert_int_equal(answer->length_bytes, UPPER + lengths[i]);
        assert_memory_equal(answer->bytes + UPPER + 4, wire_frame.bytes + UPPER + 4,
                            lengths[i] - 4);
        assert_memory_equal(answer->bytes + 22, &wire_board, 16);
    }
    wire_packet(WIRE_ICMP, &wire_peer, &wire_board, 64);
    wire_put("\x80\0\0\0", 4);
    wire_put_zero(1237);
    wire_sum(0, 2, WIRE_ICMP);
    wire_arrive();
    wire_expect_silence();
}

static void lengths_that_lie_are_dropped(void **state)
{
    (void)state;
    for (size_t length = ETHERNET_FRAME_BYTES_MIN; length < UPPER; length++) {
        const uint32_t before = description().dropped_packets;
        wire_packet(WIRE_ICMP, &wire_peer, &wire_board, 64);
        wire_frame.length_bytes = length;
        wire_arrive();
        expect_dropped(before);
    }
    static const uint16_t said[] = {13, 100, 1460, 1461, 0x7FFF, 0xFFFF};
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
        const uint32_t before = description().dropped_packets;
        wire_packet(WIRE_ICMP, &wire_peer, &wire_board, 64);
        wire_put("\x80\0\0\0abcdefgh", 12);
        wire_sum(0, 2, WIRE_ICMP);
        wire_frame.bytes[18] = (uint8_t)(said[i] >> 8);
        wire_frame.bytes[19] = (uint8_t)said[i];
        wire_arrive();
        expect_dropped(before);
    }
    // What is behind the packet is the link's filling.
    wire_packet(WIRE_ICMP, &wire_peer, &wire_board, 64);
    wire_put("\x80\0\0\0", 4);
    wire_sum(0, 2, WIRE_ICMP);
    wire_frame.length_bytes = 60;
    wire_arrive();
    assert_int_equal(wire_expect_message(WIRE_ECHO_ANSWER)->length_bytes, UPPER + 4);
}

static void addresses_that_cannot_be_are_dropped(void **state)
{
    (void)state;
    static const struct ipv6_address loopback = {{[15] = 1}};
    const struct {
        const struct ipv6_address *source;
        const struct ipv6_address *destination;
    } wrong[] = {{&wire_all, &wire_board},   {&loopback, &wire_board},   {&wire_board, &wire_board},
                 {&wire_peer, &wire_nobody}, {&wire_peer, &loopback},    {&wire_peer, &far},
                 {&wire_peer, &wire_peer},   {&wire_nobody, &wire_board}};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        const uint32_t before = description().dropped_packets;
        wire_packet(WIRE_ICMP, wrong[i].source, wrong[i].destination, 64);
        wire_put("\x80\0\0\0", 4);
        wire_sum(0, 2, WIRE_ICMP);
        wire_arrive();
        wire_expect_silence();
        expect_dropped(before);
    }
    // For the board alone, but sent to a group of the link.
    const uint32_t before = description().dropped_packets;
    wire_packet(WIRE_ICMP, &wire_peer, &wire_board, 64);
    wire_put("\x80\0\0\0", 4);
    wire_sum(0, 2, WIRE_ICMP);
    memcpy(wire_frame.bytes, "\x33\x33\0\0\0\1", 6);
    wire_arrive();
    expect_dropped(before);
    expect_alive();
}

/// An echo request behind other headers; says what comes of it.
static uint8_t behind(uint8_t kind, const void *header, size_t length_bytes,
                      const struct ipv6_address *to)
{
    wire_packet(kind, &wire_peer, to, 64);
    wire_put(header, length_bytes);
    wire_put("\x80\0\0\0", 4);
    wire_sum(length_bytes, 2, WIRE_ICMP);
    wire_arrive();
    const struct wire_frame *answer = wire_sent();
    return answer == NULL ? 0 : answer->bytes[UPPER];
}

static void headers_are_passed_or_refused(void **state)
{
    (void)state;
    static const struct {
        uint8_t kind;
        uint8_t header[16];
        uint8_t length_bytes;
        uint8_t answer;
        uint8_t answer_to_all;
    } headers[] = {
        {0, {58, 0, 1, 4}, 8, WIRE_ECHO_ANSWER, WIRE_ECHO_ANSWER}, // filling
        {0, {58, 0, 0, 0, 0, 0, 0, 0}, 8, WIRE_ECHO_ANSWER, WIRE_ECHO_ANSWER},
        {0, {58, 0, 5, 2, 0, 0, 1, 0}, 8, WIRE_ECHO_ANSWER, WIRE_ECHO_ANSWER},
        {0, {58, 0, 0x1E, 4}, 8, WIRE_ECHO_ANSWER, WIRE_ECHO_ANSWER}, // skipped
        {0, {58, 0, 0x5E, 4}, 8, 0, 0},                               // dropped
        {0, {58, 0, 0x9E, 4}, 8, WIRE_PROBLEM, WIRE_PROBLEM},         // told
        {0, {58, 0, 0xDE, 4}, 8, WIRE_PROBLEM, 0},                    // told to one
        {0, {58, 0, 1, 5}, 8, 0, 0},                                  // too long an option
        {0, {58, 0, 1, 3, 0, 0, 0, 7}, 8, 0, 0},                      // half an option
        {0, {58, 1, 1, 12}, 16, WIRE_ECHO_ANSWER, WIRE_ECHO_ANSWER},
        {0, {58, 2, 1, 12}, 16, 0, 0}, // longer than all
        {0, {58, 255, 1, 12}, 16, 0, 0},
        {60, {58, 0, 1, 4}, 8, WIRE_ECHO_ANSWER, WIRE_ECHO_ANSWER},
        {60, {0, 0, 1, 4, 0, 0, 0, 0, 58, 0, 1, 4}, 16, WIRE_PROBLEM, 0}, // not the first one
        {43, {58, 0, 0, 0}, 8, WIRE_ECHO_ANSWER, WIRE_ECHO_ANSWER},       // nowhere left to go
        {43, {58, 0, 0, 1}, 8, WIRE_PROBLEM, 0},
        {59, {0}, 8, 0, 0},
        {44, {58, 0, 0, 1}, 8, 0, 0},
        {44, {58, 0, 0, 0}, 8, 0, 0},
        {6, {0}, 16, WIRE_PROBLEM, 0},
    };
    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        for (unsigned j = 0; j < 2; j++) {
            const uint8_t answer =
                behind(headers[i].kind, headers[i].header, headers[i].length_bytes,
                       j == 0 ? &wire_board : &wire_all);
            if (answer != (j == 0 ? headers[i].answer : headers[i].answer_to_all)) {
                fail_msg("header %zu, %u: %u", i, j, answer);
            }
            wire_advance(1000); // More errors may be sent.
            assert_true(wire_is_listening());
        }
    }
    assert_int_equal(description().dropped_fragments, 4);
    // There is no end of them.
    uint8_t many[5 * 8] = {0};
    for (size_t i = 0; i < sizeof many; i += 8) {
        many[i] = i + 8 < sizeof many ? 60 : 58;
    }
    assert_int_equal(behind(60, many, 4 * 8, &wire_board), 0);
    many[3 * 8] = 58;
    assert_int_equal(behind(60, many, 4 * 8, &wire_board), WIRE_ECHO_ANSWER);
    many[3 * 8] = 60;
    assert_int_equal(behind(60, many, 5 * 8, &wire_board), 0);
}

static void problem_says_where_it_is(void **state)
{
    (void)state;
    wire_packet(60, &wire_peer, &wire_board, 64);
    wire_put("\x3A\0\1\0\xC3\1\0\0", 8);
    wire_put("\x80\0\0\0", 4);
    wire_arrive();
    const struct wire_frame *answer = wire_expect_message(WIRE_PROBLEM);
    assert_int_equal(answer->bytes[UPPER + 1], 2);
    assert_int_equal(answer->bytes[UPPER + 7], 44);
    assert_int_equal(answer->length_bytes, UPPER + 8 + 40 + 12);
    assert_memory_equal(answer->bytes + UPPER + 8, wire_frame.bytes + 14, 52);
}

static void errors_are_limited_and_bred_by_none(void **state)
{
    (void)state;
    unsigned count = 0;
    for (size_t i = 0; i < 50; i++) {
        wire_datagram(PEER_PORT, PORT, "abc", 3);
        const struct wire_frame *answer = wire_sent();
        if (answer != NULL) {
            count++;
            assert_int_equal(answer->bytes[UPPER], WIRE_UNREACHABLE);
            assert_int_equal(answer->bytes[UPPER + 1], 4);
        }
    }
    assert_int_equal(count, 10);
    wire_advance(1000);
    wire_datagram(PEER_PORT, PORT, "abc", 3);
    (void)wire_expect_message(WIRE_UNREACHABLE);
    // A long one is quoted as far as every link can carry it.
    static const uint8_t content[1452];
    wire_datagram(PEER_PORT, PORT, content, sizeof content);
    assert_int_equal(wire_expect_message(WIRE_UNREACHABLE)->length_bytes, 14 + 1280);
    wire_packet(WIRE_ICMP, &wire_peer, &wire_board, 64);
    wire_put("\1\4\0\0\0\0\0\0", 8);
    wire_sum(0, 2, WIRE_ICMP);
    wire_arrive();
    wire_expect_silence();
    expect_alive();
}

// ---------------------------------------------------------------------------------------------
// A router

static void router_brings_an_address_and_a_way(void **state)
{
    (void)state;
    router(1800);
    prefix(64, 7200, 3600, 1);
    router_arrive();
    wire_advance(400);
    const struct wire_frame *asked = wire_expect_message(WIRE_QUESTION);
    assert_memory_equal(asked->bytes + UPPER + 8, "\x20\x01\x0D\xB8\0\0\0\1\x50\x54", 10);
    wire_advance(1100);
    assert_int_equal(description().address_count, 2);
    assert_memory_equal(&description().address[1], "\x20\x01\x0D\xB8\0\0\0\1\x50\x54", 10);
    // Another prefix, and another router, come too late.
    router(1800);
    prefix(64, 7200, 3600, 2);
    router_arrive();
    wire_advance(2000);
    wire_expect_silence();
    assert_int_equal(description().address[1].bytes[7], 1);
    // What the address is valid for is not shortened to less than two hours.
    router(1800);
    prefix(64, 1, 1, 1);
    router_arrive();
    wire_advance(5000);
    assert_int_equal(description().address_count, 2);
    expect_alive();
}

static void router_that_is_wrong_is_not_believed(void **state)
{
    (void)state;
    for (unsigned way = 0; way < 9; way++) {
        router(1800);
        prefix(way == 0 ? 63 : 64, 7200, way == 1 ? 7201 : 7200, 1);
        uint8_t *option = wire_frame.bytes + UPPER + 24;
        if (way == 2) {
            option[16] = 0xFE; // a link-local prefix
            option[17] = 0x80;
        } else if (way == 3) {
            option[16] = 0xFF; // a group
        } else if (way == 4) {
            wire_frame.bytes[21] = 64; // from farther away
        } else if (way == 5) {
            memcpy(wire_frame.bytes + 22, &far, 16); // likewise
        } else if (way == 6) {
            option[1] = 3; // half the option
        } else if (way == 7) {
            memset(option + 4, 0, 8); // valid for no time
        } else if (way == 8) {
            option[3] = 0; // for nothing
        }
        router_arrive();
        wire_advance(2000);
        wire_expect_silence();
        assert_int_equal(description().address_count, 1);
    }
}

static void address_ends_with_its_time(void **state)
{
    (void)state;
    router(10);
    prefix(64, 5, 5, 1);
    router_arrive();
    wire_advance(2000);
    assert_int_equal(description().address_count, 2);
    wire_advance(3500);
    assert_int_equal(description().address_count, 1);
    // Then there is room for another one.
    router(10);
    prefix(64, 5, 5, 2);
    router_arrive();
    wire_advance(2000);
    assert_int_equal(description().address_count, 2);
    assert_int_equal(description().address[1].bytes[7], 2);
}

// ---------------------------------------------------------------------------------------------
// Anything at all

static uint32_t random_next(uint32_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

/// Frames that are nearly right: something of each kind, with a few bytes changed.
static void frame_make(uint32_t *seed)
{
    static const uint8_t kinds[] = {0, 6, 17, 43, 44, 58, 58, 58, 58, 59, 60};
    const uint8_t kind = kinds[random_next(seed) % sizeof kinds];
    const struct ipv6_address *groups[] = {&wire_board, &wire_board, &group_of_board, &wire_all};
    wire_packet(kind, &wire_peer, groups[random_next(seed) % 4],
                random_next(seed) % 4 == 0 ? 64 : NEIGHBOURS);
    const size_t length = random_next(seed) % (random_next(seed) % 8 == 0 ? 1460 : 80);
    for (size_t i = 0; i < length; i++) {
        wire_put_byte((uint8_t)(random_next(seed) % 4 == 0 ? random_next(seed) : 0));
    }
    if (kind == WIRE_ICMP && length >= 4) {
        static const uint8_t messages[] = {1, 4, 128, 129, 133, 134, 135, 136, 137};
        wire_frame.bytes[UPPER] = messages[random_next(seed) % sizeof messages];
        wire_frame.bytes[UPPER + 1] = 0;
        if (length >= 24 && random_next(seed) % 2 == 0) {
            memcpy(wire_frame.bytes + UPPER + 8, &wire_board, 16);
        }
        memset(wire_frame.bytes + UPPER + 2, 0, 2);
        wire_sum(0, 2, WIRE_ICMP);
    }
    for (size_t i = random_next(seed) % 4; i > 1; i--) {
        wire_frame.bytes[random_next(seed) % wire_frame.length_bytes] = (uint8_t)random_next(seed);
    }
    if (random_next(seed) % 16 == 0) {
        wire_frame.length_bytes = 14 + random_next(seed) % (wire_frame.length_bytes - 13);
    }
}

static void anything_may_come(void **state)
{
    enum { FRAMES = 20000 };
    uint32_t seed = 0x1D5F3A77;
    uint32_t all_dropped = 0;
    unsigned answers = 0;
    for (size_t i = 0; i < FRAMES; i++) {
        frame_make(&seed);
        wire_arrive();
        for (const struct wire_frame *frame = wire_sent(); frame != NULL; frame = wire_sent()) {
            answers++;
            assert_int_equal(wire_check(frame, frame->bytes[20]), 0xFFFF);
            assert_memory_equal(frame->bytes + 6, wire_board_link, 6);
        }
        assert_true(wire_is_listening());
        if (i % 64 == 0) {
            wire_advance(500);
        }
        if (i % 500 == 499) {
            all_dropped += description().dropped_packets;
            assert_int_equal(wire_reset_and_wait(state), 0); // It may have lost its address.
            expect_alive();
        }
    }
    printf("counted: %u frames at random\n", FRAMES);
    assert_true(answers > FRAMES / 100);
    assert_in_range(all_dropped, FRAMES / 4, FRAMES);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, wire_reset_and_wait)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(address_is_asked_for_and_then_used, wire_reset),
        cmocka_unit_test_setup(address_that_somebody_has_is_never_used, wire_reset),
        TEST(address_in_use_is_defended_and_kept),
        TEST(questions_that_are_wrong_are_not_answered),
        TEST(echo_is_answered_up_to_what_fits),
        TEST(lengths_that_lie_are_dropped),
        TEST(addresses_that_cannot_be_are_dropped),
        TEST(headers_are_passed_or_refused),
        TEST(problem_says_where_it_is),
        TEST(errors_are_limited_and_bred_by_none),
        TEST(router_brings_an_address_and_a_way),
        TEST(router_that_is_wrong_is_not_believed),
        TEST(address_ends_with_its_time),
        TEST(anything_may_come),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
