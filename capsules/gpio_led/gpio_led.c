// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "gpio_led.h"

void gpio_led_init(void)
{
    const uint32_t count = gpio_led_pins.count();
    for (uint32_t i = 0; i < GPIO_PIN_COUNT_MAX && i < count; i++) {
        // Dark from the moment on when it is an output.
        gpio_led_set(i, false);
        (void)gpio_led_pins.configure(i, GPIO_MODE_OUTPUT);
    }
}

void gpio_led_set(uint32_t index, bool is_on)
{
    (void)gpio_led_pins.write(index, is_on != gpio_led_wiring.is_lit_low);
}

bool gpio_led_is_on(uint32_t index)
{
    return index < gpio_led_pins.count() &&
           gpio_led_pins.is_high(index) != gpio_led_wiring.is_lit_low;
}
