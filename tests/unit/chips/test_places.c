// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Lights and keys that are not there: a capsule may ask for any, and the machine goes on.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <chips/sifive/gpio.h>
#include <chips/virtio/input.h>

#include "machine.h"

enum { SIFIVE_OUTPUT = 0x1001200C };

static uint32_t output;

static uint32_t output_read(uintptr_t address, unsigned bytes)
{
    assert_int_equal(address, SIFIVE_OUTPUT);
    assert_int_equal(bytes, 4);
    return output;
}

static void output_write(uintptr_t address, uint32_t value, unsigned bytes)
{
    assert_int_equal(address, SIFIVE_OUTPUT);
    assert_int_equal(bytes, 4);
    output = value;
}

static const uint32_t places[] = {8, 31, 32, 1000, UINT32_MAX};

static void light_that_is_not_there_changes_nothing(void **state)
{
    (void)state;
    machine.read = output_read;
    machine.write = output_write;
    output = 0xFFFFFFFF;
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        bool is_on = true;
        sifive_led_set(places[i], is_on);
        assert_int_equal(output, 0xFFFFFFFF);
        assert_false(sifive_led_is_on(places[i]));
        is_on = false;
        sifive_led_set(places[i], is_on);
        assert_int_equal(output, 0xFFFFFFFF);
    }
    bool is_on = true;
    sifive_led_set(SIFIVE_LED_COUNT - 1, is_on);
    assert_true(sifive_led_is_on(SIFIVE_LED_COUNT - 1));
    is_on = false;
    sifive_led_set(SIFIVE_LED_COUNT - 1, is_on);
    assert_false(sifive_led_is_on(SIFIVE_LED_COUNT - 1));
}

static void key_that_is_not_there_is_not_pressed(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        assert_false(virtio_input_key_is_pressed(places[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(light_that_is_not_there_changes_nothing),
        cmocka_unit_test(key_that_is_not_there_is_not_pressed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
