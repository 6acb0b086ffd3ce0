// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The serial lines with FIFOs, each against a model of its device that is never overrun, loses
/// nothing and asks for nothing in vain.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include <chips/ns16550/ns16550.h>
#include <chips/sifive/interrupts.h>
#include <chips/sifive/uart.h>
#include <kernel/port.h>

#include "machine.h"

enum { SENT_MAX = 4096, ROUNDS = 100000 };

/// What both devices have: FIFOs and a wire.
static struct {
    size_t fifo_bytes;
    bool is_instant; ///< like an emulator: a byte leaves when it is written
    uint8_t sending[32];
    size_t sending_count;
    uint8_t sent[SENT_MAX]; ///< what has left
    size_t sent_count;
    uint8_t arrived[32];
    uint8_t arrived_status[32];
    size_t arrived_count;
    bool is_overrun;
    uint8_t interrupts; ///< enabled: bit 0 received, bit 1 room
    uint8_t line_control;
    uint8_t modem_control;
    uint32_t divisor;
} wire;

static void wire_send(uint8_t byte)
{
    assert_true(wire.sending_count < wire.fifo_bytes);
    wire.sending[wire.sending_count++] = byte;
}

/// `count` bytes leave.
static void wire_leave(size_t count)
{
    for (; count > 0 && wire.sending_count > 0; count--) {
        assert_true(wire.sent_count < SENT_MAX);
        wire.sent[wire.sent_count++] = wire.sending[0];
        wire.sending_count--;
        memmove(wire.sending, wire.sending + 1, wire.sending_count);
    }
}

static void wire_arrive(uint8_t byte, uint8_t status)
{
    if (wire.arrived_count == wire.fifo_bytes) {
        wire.is_overrun = true;
        return;
    }
    wire.arrived[wire.arrived_count] = byte;
    wire.arrived_status[wire.arrived_count] = status;
    wire.arrived_count++;
}

static uint8_t wire_take(void)
{
    const uint8_t byte = wire.arrived[0];
    wire.arrived_count--;
    memmove(wire.arrived, wire.arrived + 1, wire.arrived_count);
    memmove(wire.arrived_status, wire.arrived_status + 1, wire.arrived_count);
    return byte;
}

static bool is_interrupting(void)
{
    return ((wire.interrupts & 1) != 0 && wire.arrived_count > 0) ||
           ((wire.interrupts & 2) != 0 && wire.sending_count == 0);
}

// ---------------------------------------------------------------------------------------------
// 16550

static uint32_t ns16550_read(uintptr_t address, unsigned bytes)
{
    assert_int_equal(bytes, 1);
    switch (address - MACHINE_BASE) {
    case 0:
        assert_true(wire.arrived_count > 0);
        return wire_take();
    case 5: {
        uint32_t status = wire.sending_count == 0 ? 0x60 : 0;
        if (wire.arrived_count > 0) {
            status |= 1u | wire.arrived_status[0];
        }
        if (wire.is_overrun) {
            status |= 2;
            wire.is_overrun = false;
        }
        return status;
    }
    default:
        fail_msg("read of register %lu", (unsigned long)(address - MACHINE_BASE));
    }
    return 0;
}

static void ns16550_write(uintptr_t address, uint32_t value, unsigned bytes)
{
    assert_int_equal(bytes, 1);
    const bool is_divisor = (wire.line_control & 0x80) != 0;
    switch (address - MACHINE_BASE) {
    case 0:
        if (is_divisor) {
            wire.divisor = (wire.divisor & 0xFF00) | value;
        } else {
            wire_send((uint8_t)value);
            if (wire.is_instant) {
                wire_leave(1);
            }
        }
        break;
    case 1:
        if (is_divisor) {
            wire.divisor = (wire.divisor & 0xFF) | value << 8;
        } else {
            assert_true(value < 4);
            wire.interrupts = (uint8_t)value;
        }
        break;
    case 2:
        assert_int_equal(value & 1, 1);
        wire.fifo_bytes = 16;
        break;
    case 3:
        wire.line_control = (uint8_t)value;
        break;
    case 4:
        wire.modem_control = (uint8_t)value;
        break;
    default:
        fail_msg("write of register %lu", (unsigned long)(address - MACHINE_BASE));
    }
}

// ---------------------------------------------------------------------------------------------
// FE310

enum { SIFIVE_BASE = 0x10013000, SIFIVE_GPIO = 0x10012000 };

static uint32_t sifive_read(uintptr_t address, unsigned bytes)
{
    assert_int_equal(bytes, 4);
    if (address - SIFIVE_GPIO < 0x1000) {
        return 0;
    }
    switch (address - SIFIVE_BASE) {
    case 0:
        return wire.sending_count == wire.fifo_bytes ? 1u << 31 : 0;
    case 4:
        return wire.arrived_count == 0 ? 1u << 31 : wire_take();
    case 0x14:
        return (wire.sending_count == 0) | (uint32_t)(wire.arrived_count > 0) << 1;
    default:
        fail_msg("read of %#lx", (unsigned long)address);
    }
    return 0;
}

static void sifive_write(uintptr_t address, uint32_t value, unsigned bytes)
{
    assert_int_equal(bytes, 4);
    if (address - SIFIVE_GPIO < 0x1000) {
        return;
    }
    switch (address - SIFIVE_BASE) {
    case 0:
        wire_send((uint8_t)value);
        if (wire.is_instant) {
            wire_leave(1);
        }
        break;
    case 8:
        assert_int_equal(value, 0x10001); // Enabled; an interrupt when the FIFO is empty.
        break;
    case 0xC:
        assert_int_equal(value, 1); // Enabled; an interrupt when it is not.
        break;
    case 0x10:
        wire.interrupts = (uint8_t)((value & 1) << 1 | (value >> 1 & 1));
        break;
    case 0x18:
        wire.divisor = value;
        break;
    default:
        fail_msg("write of %#lx", (unsigned long)address);
    }
}

// ---------------------------------------------------------------------------------------------
// Both

struct line_under_test {
    struct uart uart;
    void (*bottom_half)(void);
    unsigned line;
    size_t fifo_bytes;
};

static struct line_under_test ns16550_under_test = {
    .uart = {ns16550_transmit, ns16550_receive_start, ns16550_receive_pause},
    .bottom_half = ns16550_bottom_half,
    .line = MACHINE_LINE,
    .fifo_bytes = 16,
};

static struct line_under_test sifive_under_test = {
    .uart = {sifive_uart_transmit, sifive_uart_receive_start, sifive_uart_receive_pause},
    .bottom_half = sifive_uart_bottom_half,
    .line = SIFIVE_LINE_UART0,
    .fifo_bytes = 8,
};

/// A client that the test before has left waiting is told, so that every test starts alike.
static void settle(struct line_under_test *test)
{
    wire_leave(sizeof wire.sending);
    test->uart.receive_pause();
    test->bottom_half();
    test->bottom_half();
    wire.sent_count = 0;
    machine.transmissions = 0;
    machine.receptions = 0;
}

static int setup(struct line_under_test *test, void (*initialise)(void), void **state)
{
    memset(&wire, 0, sizeof wire);
    wire.fifo_bytes = test->fifo_bytes;
    initialise();
    settle(test);
    *state = test;
    return 0;
}

static int setup_ns16550(void **state)
{
    machine_reset_doubles();
    machine.read = ns16550_read;
    machine.write = ns16550_write;
    return setup(&ns16550_under_test, ns16550_initialise, state);
}

static void sifive_initialise_at_16_mhz(void)
{
    sifive_uart_initialise(16000000);
}

static int setup_sifive(void **state)
{
    machine_reset_doubles();
    machine.read = sifive_read;
    machine.write = sifive_write;
    return setup(&sifive_under_test, sifive_initialise_at_16_mhz, state);
}

static const uint8_t *text_of(size_t bytes)
{
    static uint8_t text[1024];
    for (size_t i = 0; i < bytes; i++) {
        text[i] = (uint8_t)(i * 7 + 1);
    }
    return text;
}

static void short_text_leaves_without_an_interrupt(void **state)
{
    struct line_under_test *test = *state;
    const uint8_t *text = text_of(test->fifo_bytes);
    assert_int_equal(test->uart.transmit(&(struct const_span){text, test->fifo_bytes}),
                     test->fifo_bytes);
    assert_false(is_interrupting());
    wire_leave(test->fifo_bytes);
    assert_false(is_interrupting());
    assert_memory_equal(wire.sent, text, test->fifo_bytes);
    assert_int_equal(machine.transmissions, 0);
}

static void client_is_told_once_when_there_is_room(void **state)
{
    struct line_under_test *test = *state;
    const uint8_t *text = text_of(100);
    const size_t taken = test->uart.transmit(&(struct const_span){text, 100});
    assert_int_equal(taken, test->fifo_bytes);
    assert_int_equal(test->uart.transmit(&(struct const_span){text + taken, 100 - taken}), 0);
    assert_false(is_interrupting());
    wire_leave(taken - 1);
    assert_false(is_interrupting());
    test->bottom_half(); // An empty one.
    assert_int_equal(machine.transmissions, 0);
    wire_leave(1);
    assert_true(is_interrupting());
    test->bottom_half();
    assert_int_equal(machine.transmissions, 1);
    assert_false(is_interrupting());
    test->bottom_half();
    assert_int_equal(machine.transmissions, 1);
}

static void one_call_is_bounded_on_a_line_that_is_never_full(void **state)
{
    struct line_under_test *test = *state;
    wire.is_instant = true;
    assert_int_equal(test->uart.transmit(&(struct const_span){text_of(1000), 1000}), 64);
    assert_true(is_interrupting());
    test->bottom_half();
    assert_int_equal(machine.transmissions, 1);
    assert_int_equal(wire.sent_count, 64);
}

static void nothing_is_taken_of_nothing(void **state)
{
    struct line_under_test *test = *state;
    assert_int_equal(test->uart.transmit(&(struct const_span){text_of(1), 0}), 0);
    assert_false(is_interrupting());
}

static void received_bytes_reach_the_client(void **state)
{
    struct line_under_test *test = *state;
    wire_arrive('a', 0);
    assert_false(is_interrupting()); // Not started.
    assert_int_equal(test->uart.receive_start(), ERROR_NONE);
    assert_true(is_interrupting());
    wire_arrive('b', 0);
    test->bottom_half();
    assert_int_equal(machine.receptions, 1);
    assert_int_equal(machine.received.length_bytes, 2);
    assert_memory_equal(machine.received.bytes, "ab", 2);
    assert_int_equal(machine.received.lost_count, 0);
    assert_false(is_interrupting());
    test->bottom_half();
    assert_int_equal(machine.receptions, 1);
}

static void paused_line_keeps_what_arrives(void **state)
{
    struct line_under_test *test = *state;
    (void)test->uart.receive_start();
    test->uart.receive_pause();
    wire_arrive('x', 0);
    assert_false(is_interrupting());
    test->bottom_half();
    assert_int_equal(machine.receptions, 0);
    (void)test->uart.receive_start();
    assert_true(is_interrupting());
    test->bottom_half();
    assert_int_equal(machine.receptions, 1);
    assert_memory_equal(machine.received.bytes, "x", 1);
}

static void each_event_has_its_own_run(void **state)
{
    struct line_under_test *test = *state;
    (void)test->uart.receive_start();
    (void)test->uart.transmit(&(struct const_span){text_of(100), 100});
    wire_leave(100);
    wire_arrive('k', 0);
    test->bottom_half();
    assert_int_equal(machine.receptions, 1);
    assert_int_equal(machine.transmissions, 0);
    assert_true(is_interrupting());
    test->bottom_half();
    assert_int_equal(machine.receptions, 1);
    assert_int_equal(machine.transmissions, 1);
    assert_false(is_interrupting());
}

static void panic_text_leaves_and_asks_for_nothing(void **state)
{
    struct line_under_test *test = *state;
    (void)test->uart.receive_start();
    wire.is_instant = true;
    if (test == &ns16550_under_test) {
        ns16550_panic_write("Kernel panic", 12);
    } else {
        sifive_uart_panic_write("Kernel panic", 12);
    }
    assert_int_equal(wire.sent_count, 12);
    assert_memory_equal(wire.sent, "Kernel panic", 12);
    wire_arrive('x', 0);
    assert_false(is_interrupting());
}

/// Bytes of both directions at random times: all arrive once, in order.
static void no_byte_is_lost_or_doubled(void **state)
{
    struct line_under_test *test = *state;
    (void)test->uart.receive_start();
    bool is_waiting = false;
    unsigned told = 0;
    uint8_t next_out = 0;
    uint8_t next_sent = 0;
    uint8_t next_in = 0;
    uint8_t next_received = 0;
    unsigned receptions = 0;
    for (unsigned i = 0; i < ROUNDS; i++) {
        uint8_t text[40];
        switch (machine_random(4)) {
        case 0: {
            if (is_waiting) {
                break;
            }
            const size_t bytes = machine_random(sizeof text);
            for (size_t j = 0; j < bytes; j++) {
                text[j] = (uint8_t)(next_out + j);
            }
            const size_t taken = test->uart.transmit(&(struct const_span){text, bytes});
            next_out = (uint8_t)(next_out + taken);
            is_waiting = taken < bytes;
            break;
        }
        case 1:
            wire_leave(machine_random(20));
            break;
        case 2:
            if (wire.arrived_count < wire.fifo_bytes) {
                wire_arrive(next_in++, 0);
            }
            break;
        default:
            if (is_interrupting() || machine_random(10) == 0) {
                test->bottom_half();
            }
            break;
        }
        for (size_t j = 0; j < wire.sent_count; j++, next_sent++) {
            assert_int_equal(wire.sent[j], next_sent);
        }
        wire.sent_count = 0;
        if (machine.transmissions != told) {
            assert_true(is_waiting);
            is_waiting = false;
            told = machine.transmissions;
        }
        if (machine.receptions != receptions) {
            receptions = machine.receptions;
            for (size_t j = 0; j < machine.received.length_bytes; j++, next_received++) {
                assert_int_equal(machine.received.bytes[j], next_received);
            }
        }
    }
    assert_true(told > ROUNDS / 100 && receptions > ROUNDS / 100);
}

static void ns16550_is_set_to_115200_baud_8_bits(void **state)
{
    (void)state;
    assert_int_equal(wire.divisor, 2);
    assert_int_equal(wire.line_control, 3);
    assert_true(machine.is_line_enabled[MACHINE_LINE]);
}

static void sifive_is_set_to_115200_baud(void **state)
{
    (void)state;
    assert_int_equal(wire.divisor, 138); // 16 MHz / 139 is 115,108
    assert_true(machine.is_line_enabled[SIFIVE_LINE_UART0]);
}

static void ns16550_has_the_sender_wait_while_paused(void **state)
{
    struct line_under_test *test = *state;
    assert_int_equal(wire.modem_control & 2, 0);
    (void)test->uart.receive_start();
    assert_int_equal(wire.modem_control & 2, 2);
    test->uart.receive_pause();
    assert_int_equal(wire.modem_control & 2, 0);
}

static void ns16550_counts_lost_and_bad_bytes(void **state)
{
    struct line_under_test *test = *state;
    (void)test->uart.receive_start();
    wire_arrive('b', 0x08); // framing
    wire_arrive(0, 0x10);   // break
    wire_arrive('p', 0x04); // parity
    test->bottom_half();
    assert_int_equal(machine.receptions, 0);
    for (unsigned i = 0; i < 17; i++) {
        wire_arrive((uint8_t)('a' + i), 0);
    }
    test->bottom_half();
    assert_int_equal(machine.received.length_bytes, 16);
    assert_memory_equal(machine.received.bytes, "abcdefghijklmnop", 16);
    assert_int_equal(machine.received.lost_count, 4);
    wire_arrive('z', 0);
    test->bottom_half();
    assert_int_equal(machine.received.lost_count, 0);
}

#define ON_BOTH(test)                                  \
    {"16550 " #test, test, setup_ns16550, NULL, NULL}, \
    {                                                  \
        "FE310 " #test, test, setup_sifive, NULL, NULL \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(short_text_leaves_without_an_interrupt),
        ON_BOTH(client_is_told_once_when_there_is_room),
        ON_BOTH(one_call_is_bounded_on_a_line_that_is_never_full),
        ON_BOTH(nothing_is_taken_of_nothing),
        ON_BOTH(received_bytes_reach_the_client),
        ON_BOTH(paused_line_keeps_what_arrives),
        ON_BOTH(each_event_has_its_own_run),
        ON_BOTH(panic_text_leaves_and_asks_for_nothing),
        ON_BOTH(no_byte_is_lost_or_doubled),
        cmocka_unit_test_setup(ns16550_is_set_to_115200_baud_8_bits, setup_ns16550),
        cmocka_unit_test_setup(ns16550_has_the_sender_wait_while_paused, setup_ns16550),
        cmocka_unit_test_setup(ns16550_counts_lost_and_bad_bytes, setup_ns16550),
        cmocka_unit_test_setup(sifive_is_set_to_115200_baud, setup_sifive),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
