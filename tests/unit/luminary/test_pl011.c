// SPDX-License-Identifier: Apache-2.0 OR MIT
/// A serial line with FIFOs.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <chips/pl011/pl011.h>
#include <cmocka.h>
#include <lib/span.h>

#include "registers.h"

enum {
    DATA = UART,
    FLAGS = UART + 0x18,
    INTEGER = UART + 0x24,
    FRACTION = UART + 0x28,
    MASK = UART + 0x38,
    CLEAR = UART + 0x44,
    RECEIVE_EMPTY = 1 << 4,
    TRANSMIT_FULL = 1 << 5,
    INTERRUPT_SENT = 1 << 5,
    INTERRUPT_RECEIVED = 0x50,
    DEPTH = 16,
};

static struct {
    unsigned room; ///< in the FIFO for bytes to send; UINT_MAX: it is never full
    uint8_t sent[256];
    unsigned sent_count;
    uint16_t incoming[64];
    unsigned incoming_count;
    unsigned taken;
    uint32_t mask;
    uint32_t integer;
    uint32_t fraction;
    bool frees_on_clear; ///< the FIFO drains just when the interrupt is acknowledged
} line;

static uint32_t line_read(uintptr_t address)
{
    if (address == FLAGS) {
        return (line.taken == line.incoming_count ? RECEIVE_EMPTY : 0u) |
               (line.room == 0 ? TRANSMIT_FULL : 0u);
    }
    assert_int_equal(address, DATA);
    assert_true(line.taken < line.incoming_count);
    return line.incoming[line.taken++];
}

static void line_write(uintptr_t address, uint32_t value)
{
    switch (address) {
    case DATA:
        assert_true(line.room != 0 && line.sent_count < sizeof line.sent);
        line.sent[line.sent_count++] = (uint8_t)value;
        line.room -= line.room != UINT32_MAX;
        break;
    case INTEGER:
        line.integer = value;
        break;
    case FRACTION:
        line.fraction = value;
        break;
    case MASK:
        line.mask = value;
        break;
    case CLEAR:
        line.room = line.frees_on_clear ? DEPTH : line.room;
        break;
    default:
        break;
    }
}

static int reset(void **state)
{
    (void)state;
    memset(&line, 0, sizeof line);
    memset(&registers, 0, sizeof registers);
    registers.read = line_read;
    registers.write = line_write;
    line.room = DEPTH;
    pl011_initialise();
    pl011_receive_pause();
    // What the test before has left: nobody wants room.
    pl011_bottom_half();
    registers.transmissions = 0;
    return 0;
}

static size_t transmit(const uint8_t *bytes, size_t count)
{
    static uint8_t text[200];
    memcpy(text, bytes, count);
    const struct const_span span = CONST_SPAN_PART(text, 0, count);
    return pl011_transmit(&span);
}

static void speed_is_that_of_the_clock(void **state)
{
    (void)state;
    // 50 MHz over 16 times 115,200: 27 and 8 64ths.
    assert_int_equal(line.integer, 27);
    assert_int_equal(line.fraction, 8);
}

static void bytes_wait_for_room(void **state)
{
    (void)state;
    static const uint8_t text[40] = "a text that is longer than the FIFO is";
    assert_int_equal(transmit(text, sizeof text), DEPTH);
    assert_int_equal(line.mask, INTERRUPT_SENT);
    assert_int_equal(registers.bottom_halves, 0);
    // An interrupt from before: there still is no room.
    pl011_bottom_half();
    assert_int_equal(registers.transmissions, 0);
    line.room = 8;
    pl011_bottom_half();
    assert_int_equal(registers.transmissions, 1);
    assert_int_equal(line.mask, 0);
    pl011_bottom_half();
    assert_int_equal(registers.transmissions, 1);
    assert_int_equal(transmit(text + DEPTH, 8), 8);
    assert_memory_equal(line.sent, text, DEPTH + 8);
    assert_int_equal(line.mask, 0);
    // Room that comes while the interrupt is acknowledged is seen.
    assert_int_equal(transmit(text, 1), 0);
    line.frees_on_clear = true;
    pl011_bottom_half();
    assert_int_equal(registers.transmissions, 2);
}

static void line_that_is_never_full_gives_others_their_turn(void **state)
{
    (void)state;
    static const uint8_t text[200] = "x";
    line.room = UINT32_MAX;
    const size_t count = transmit(text, sizeof text);
    assert_true(count > 0 && count < sizeof text);
    assert_int_equal(registers.bottom_halves, 1);
    pl011_bottom_half();
    assert_int_equal(registers.transmissions, 1);
}

static void what_arrives_is_given_and_what_is_bad_is_counted(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 20; i++) {
        line.incoming[i] = (uint16_t)('a' + i);
    }
    line.incoming[2] |= 0x100; // framing
    line.incoming[3] |= 0x800; // overrun before it
    line.incoming_count = 20;
    pl011_bottom_half();
    assert_int_equal(registers.receptions, 0);
    assert_int_equal(pl011_receive_start(), ERROR_NONE);
    assert_int_equal(line.mask, INTERRUPT_RECEIVED);
    pl011_bottom_half();
    assert_int_equal(registers.receptions, 1);
    assert_int_equal(registers.received.length_bytes, 15);
    assert_int_equal(registers.received.bytes[2], 'd');
    assert_int_equal(registers.received.lost_count, 2);
    pl011_bottom_half();
    assert_int_equal(registers.received.length_bytes, 4);
    assert_int_equal(registers.received.lost_count, 0);
    pl011_bottom_half();
    assert_int_equal(registers.receptions, 2);
    pl011_receive_pause();
    line.incoming_count = 21;
    pl011_bottom_half();
    assert_int_equal(registers.receptions, 2);
    assert_int_equal(line.mask, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(speed_is_that_of_the_clock, reset),
        cmocka_unit_test_setup(bytes_wait_for_room, reset),
        cmocka_unit_test_setup(line_that_is_never_full_gives_others_their_turn, reset),
        cmocka_unit_test_setup(what_arrives_is_given_and_what_is_bad_is_counted, reset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
