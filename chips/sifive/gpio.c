// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "gpio.h"

#include <arch/mmio.h>
#include <lib/attributes.h>

enum gpio_register {
    GPIO_OUTPUT_ENABLE = 0x10012008,
    GPIO_OUTPUT = 0x1001200C,
    GPIO_FUNCTION_ENABLE = 0x10012038,
    GPIO_FUNCTION_SELECT = 0x1001203C, ///< 0: the first choice
};

static const uint8_t led_pins[] = {22, 19, 21};
static_assert(sizeof led_pins == SIFIVE_LED_COUNT, "a pin for each light");

enum { LED_PINS = 1 << 22 | 1 << 19 | 1 << 21 };

static void bits_set(enum gpio_register address, uint32_t bits)
{
    mmio_write_32(address, mmio_read_32(address) | bits);
}

static void bits_clear(enum gpio_register address, uint32_t bits)
{
    mmio_write_32(address, mmio_read_32(address) & ~bits);
}

void sifive_led_initialise(void)
{
    bits_clear(GPIO_FUNCTION_ENABLE, LED_PINS);
    bits_set(GPIO_OUTPUT, LED_PINS);
    bits_set(GPIO_OUTPUT_ENABLE, LED_PINS);
}

/// No bit for a light that is not there: a capsule may ask for any.
static uint32_t led_bit(uint32_t index)
{
    return index < SIFIVE_LED_COUNT ? 1u << led_pins[index] : 0;
}

void sifive_led_set(uint32_t index, bool is_on)
{
    if (is_on) {
        bits_clear(GPIO_OUTPUT, led_bit(index));
    } else {
        bits_set(GPIO_OUTPUT, led_bit(index));
    }
}

bool sifive_led_is_on(uint32_t index)
{
    return (~mmio_read_32(GPIO_OUTPUT) & led_bit(index)) != 0;
}

void sifive_gpio_function_select(uint32_t pins)
{
    bits_clear(GPIO_FUNCTION_SELECT, pins);
    bits_set(GPIO_FUNCTION_ENABLE, pins);
}
