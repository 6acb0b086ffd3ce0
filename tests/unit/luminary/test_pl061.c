// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Two ports of pins.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <chips/pl061/pl061.h>
#include <cmocka.h>

#include "registers.h"

enum { DIRECTION, SENSE, BOTH, EVENT, MASK, RAW, MASKED, CLEAR, FUNCTION, REGISTER_COUNT };
enum { PULL_UP = 0x510, PULL_DOWN = 0x514, DIGITAL = 0x51C, FIRST = 0x400, DATA_END = 0x400 };

static struct port {
    uint8_t data;
    uint8_t registers[REGISTER_COUNT];
    uint8_t pull_up;
    uint8_t pull_down;
    uint8_t digital;
} ports[2];

static struct port *port_of(uintptr_t address)
{
    assert_true((address & ~(uintptr_t)0xFFF) == PORT_ONE ||
                (address & ~(uintptr_t)0xFFF) == PORT_TWO);
    return &ports[(address & ~(uintptr_t)0xFFF) == PORT_TWO];
}

static uint8_t *register_of(struct port *port, uint32_t offset)
{
    switch (offset) {
    case PULL_UP:
        return &port->pull_up;
    case PULL_DOWN:
        return &port->pull_down;
    case DIGITAL:
        return &port->digital;
    default:
        assert_true(offset >= FIRST && offset % 4 == 0);
        assert_true((offset - FIRST) / 4 < REGISTER_COUNT);
        return &port->registers[(offset - FIRST) / 4];
    }
}

static uint32_t port_read(uintptr_t address)
{
    struct port *port = port_of(address);
    const uint32_t offset = address & 0xFFF;
    if (offset < DATA_END) {
        return port->data & offset >> 2;
    }
    if (offset == FIRST + 4 * MASKED) {
        return port->registers[RAW] & port->registers[MASK];
    }
    return *register_of(port, offset);
}

static void port_write(uintptr_t address, uint32_t value)
{
    struct port *port = port_of(address);
    const uint32_t offset = address & 0xFFF;
    assert_true(value <= 0xFF);
    if (offset < DATA_END) {
        // Data is for outputs only.
        const uint8_t bits = (uint8_t)(offset >> 2) & port->registers[DIRECTION];
        port->data = (uint8_t)((port->data & ~bits) | (value & bits));
    } else if (offset == FIRST + 4 * CLEAR) {
        port->registers[RAW] = (uint8_t)(port->registers[RAW] & ~value);
    } else {
        *register_of(port, offset) = (uint8_t)value;
    }
}

static void edge_make(unsigned port, unsigned bit, bool is_high)
{
    const uint8_t mask = (uint8_t)(1u << bit);
    const bool was_high = (ports[port].data & mask) != 0;
    ports[port].data = (uint8_t)(is_high ? ports[port].data | mask : ports[port].data & ~mask);
    const bool is_wanted = (ports[port].registers[BOTH] & mask) != 0 ||
                           ((ports[port].registers[EVENT] & mask) != 0) == is_high;
    assert_int_equal(ports[port].registers[SENSE] & mask, 0);
    if (was_high != is_high && is_wanted) {
        ports[port].registers[RAW] |= mask;
    }
}

static int reset(void **state)
{
    (void)state;
    memset(ports, 0, sizeof ports);
    memset(&registers, 0, sizeof registers);
    registers.read = port_read;
    registers.write = port_write;
    // As a boot loader may have left it.
    ports[1].registers[MASK] = 0xFF;
    ports[1].registers[RAW] = 0x08;
    ports[1].registers[FUNCTION] = 0xFF;
    pl061_initialise();
    return 0;
}

static void pins_of_others_stay_as_they_are(void **state)
{
    (void)state;
    assert_int_equal(ports[1].registers[MASK], 0xF7);
    assert_int_equal(ports[1].registers[FUNCTION], 0xF7);
    assert_int_equal(ports[1].registers[RAW], 0);
    assert_int_equal(registers.lines_enabled, 2);
    assert_int_equal(pl061_configure(2, GPIO_MODE_OUTPUT), ERROR_NONE);
    assert_int_equal(pl061_write(2, true), ERROR_NONE);
    assert_int_equal(ports[1].data, 0x08);
    assert_int_equal(ports[1].registers[DIRECTION], 0x08);
    assert_int_equal(ports[1].digital, 0x08);
    assert_int_equal(ports[0].registers[DIRECTION], 0);
    assert_true(pl061_is_high(2));
    assert_int_equal(pl061_configure(2, GPIO_MODE_INPUT_PULLED_UP), ERROR_NONE);
    assert_int_equal(ports[1].pull_up, 0x08);
    assert_int_equal(pl061_configure(2, GPIO_MODE_INPUT_PULLED_DOWN), ERROR_NONE);
    assert_int_equal(ports[1].pull_up, 0);
    assert_int_equal(ports[1].pull_down, 0x08);
    assert_int_equal(pl061_configure(2, GPIO_MODE_OFF), ERROR_NONE);
    assert_int_equal(ports[1].digital, 0);
    assert_int_equal(ports[1].pull_down, 0);
    assert_false(pl061_is_high(2));
}

static void no_other_pin_is_reached(void **state)
{
    (void)state;
    static const uint32_t none[] = {3, 8, 31, 32, UINT32_MAX};
    memset(&registers.read, 0, sizeof registers.read);
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        assert_int_equal(pl061_configure(none[i], GPIO_MODE_OUTPUT), ERROR_INVALID);
        assert_int_equal(pl061_write(none[i], true), ERROR_INVALID);
        assert_int_equal(pl061_watch(none[i], GPIO_EDGE_EITHER), ERROR_INVALID);
        assert_false(pl061_is_high(none[i]));
    }
    assert_int_equal(pl061_count(), 3);
}

static void level_is_kept_for_an_output_to_be(void **state)
{
    (void)state;
    assert_int_equal(pl061_write(0, true), ERROR_NONE);
    assert_int_equal(ports[0].data, 0);
    assert_int_equal(pl061_configure(0, GPIO_MODE_OUTPUT), ERROR_NONE);
    assert_int_equal(ports[0].data, 1);
    assert_int_equal(pl061_configure(0, GPIO_MODE_INPUT), ERROR_NONE);
    edge_make(0, 0, false);
    assert_int_equal(pl061_configure(0, GPIO_MODE_OUTPUT), ERROR_NONE);
    assert_int_equal(ports[0].data, 1);
    assert_int_equal(pl061_write(0, false), ERROR_NONE);
    assert_int_equal(ports[0].data, 0);
}

static void one_edge_is_told_for_each_look(void **state)
{
    (void)state;
    assert_int_equal(pl061_configure(1, GPIO_MODE_INPUT), ERROR_NONE);
    assert_int_equal(pl061_configure(2, GPIO_MODE_INPUT), ERROR_NONE);
    edge_make(0, 7, true); // Before anybody watches.
    assert_int_equal(pl061_watch(1, GPIO_EDGE_FALLING), ERROR_NONE);
    assert_int_equal(pl061_watch(2, GPIO_EDGE_EITHER), ERROR_NONE);
    pl061_bottom_half();
    assert_int_equal(registers.changes, 0);
    edge_make(0, 7, false);
    edge_make(1, 3, true);
    pl061_bottom_half();
    assert_int_equal(registers.changes, 1);
    assert_int_equal(registers.changed.index, 1);
    assert_false(registers.changed.is_high);
    pl061_bottom_half();
    assert_int_equal(registers.changes, 2);
    assert_int_equal(registers.changed.index, 2);
    assert_true(registers.changed.is_high);
    // Both are quiet now, whatever happens, and the last edge is remembered.
    for (unsigned i = 0; i < 9; i++) {
        edge_make(0, 7, i % 2 == 0);
        edge_make(1, 3, i % 2 != 0);
        pl061_bottom_half();
    }
    assert_int_equal(registers.changes, 2);
    assert_int_equal(pl061_watch(2, GPIO_EDGE_EITHER), ERROR_NONE);
    pl061_bottom_half();
    assert_int_equal(registers.changes, 3);
    assert_false(registers.changed.is_high);
    // Another edge forgets what was.
    assert_int_equal(pl061_watch(1, GPIO_EDGE_RISING), ERROR_NONE);
    pl061_bottom_half();
    assert_int_equal(registers.changes, 3);
    assert_int_equal(pl061_watch(1, GPIO_EDGE_NONE), ERROR_NONE);
    edge_make(0, 7, false);
    edge_make(0, 7, true);
    pl061_bottom_half();
    assert_int_equal(registers.changes, 3);
}

static void port_that_lies_is_not_believed(void **state)
{
    (void)state;
    // Interrupts of pins that are not the bank's, and for nothing.
    ports[0].registers[RAW] = 0x7E;
    ports[0].registers[MASK] = 0x7E;
    pl061_bottom_half();
    ports[0].registers[RAW] = 0;
    pl061_bottom_half();
    assert_int_equal(registers.changes, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(pins_of_others_stay_as_they_are, reset),
        cmocka_unit_test_setup(no_other_pin_is_reached, reset),
        cmocka_unit_test_setup(level_is_kept_for_an_output_to_be, reset),
        cmocka_unit_test_setup(one_edge_is_told_for_each_look, reset),
        cmocka_unit_test_setup(port_that_lies_is_not_believed, reset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
