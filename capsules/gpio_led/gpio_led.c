// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "gpio_led.h"

enum { TRIES_PER_SECOND = 100 };

void gpio_led_init(void)
{
    const uint32_t count = gpio_led_pins.count();
    bool is_started = count != 0;
    for (uint32_t i = 0; i < GPIO_PIN_COUNT_MAX && i < count; i++) {
        // Dark from the moment on when it is an output.
        gpio_led_set(i, false);
        if (gpio_led_pins.configure(i, GPIO_MODE_OUTPUT) == ERROR_FAILED) {
            is_started = false;
        }
    }
    if (!is_started) {
        // Who stands between is out of service for a while.
        timer_set(time_now() + time_hz() / TRIES_PER_SECOND);
    }
}

void gpio_led_timer(void)
{
    gpio_led_init();
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
