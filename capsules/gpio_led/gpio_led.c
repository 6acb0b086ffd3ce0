// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "gpio_led.h"

#include <support/retry.h>

enum { FIRST_RETRIES_PER_SECOND = 100 };

static struct {
    uint32_t lit;       ///< bit i for light i, as it was wished for
    struct retry retry; ///< of setting all lights up
} gpio_led CAPSULE_STATE;

static bool is_lit(uint32_t index)
{
    return index < GPIO_PIN_COUNT_MAX && (gpio_led.lit >> index & 1u) != 0;
}

static enum error light_write(uint32_t index)
{
    return gpio_led_pins.write(index, is_lit(index) != gpio_led_wiring.is_lit_low);
}

/// Notes whether something was refused that may not be the next time; then all comes again.
static void end_take(bool is_refused)
{
    if (is_refused) {
        retry_later(&gpio_led.retry, time_hz() / FIRST_RETRIES_PER_SECOND);
        timer_set(gpio_led.retry.at);
    } else {
        retry_end(&gpio_led.retry);
        timer_cancel();
    }
}

void gpio_led_init(void)
{
    const uint32_t count = gpio_led_pins.count();
    bool is_refused = count == 0;
    for (uint32_t i = 0; i < GPIO_PIN_COUNT_MAX && i < count; i++) {
        // As it is to be from the moment on when it is an output.
        const enum error written = light_write(i);
        const enum error configured = gpio_led_pins.configure(i, GPIO_MODE_OUTPUT);
        is_refused = is_refused || retry_is_wanted(written) || retry_is_wanted(configured);
    }
    end_take(is_refused);
}

void gpio_led_timer(void)
{
    gpio_led_init();
}

void gpio_led_set(uint32_t index, bool is_on)
{
    const uint32_t light = index < GPIO_PIN_COUNT_MAX ? 1u << index : 0;
    gpio_led.lit = is_on ? gpio_led.lit | light : gpio_led.lit & ~light;
    const enum error error = light_write(index);
    // While all lights are to be set up, this one is with them.
    if (gpio_led.retry.delay_ticks == 0 && retry_is_wanted(error)) {
        end_take(true);
    }
}

bool gpio_led_is_on(uint32_t index)
{
    return is_lit(index);
}
