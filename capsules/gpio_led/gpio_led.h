// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `gpio_led`: lights on the pins of a bank (hal/gpio.h below, hal/led.h above).
 *
 * All pins of the bank that it is given are lights, in their order; GPIO_LED_COUNT, a fact of the
 * board, says how many. All are dark after init. If the bank is out of service, or does not answer,
 * all lights are set up again when it is back, as they were wished for last: it is tried after a
 * hundredth of a second, then more and more rarely, at last once a second.
 */
#pragma once

#include <capsule.h>
#include <hal/gpio.h>
#include <hal/led.h>

struct gpio_led_wiring {
    bool is_lit_low; ///< a light is on while its pin is low
};

/// How the lights are connected. Defined by the board.
extern const struct gpio_led_wiring gpio_led_wiring;

/// The pins. Made of the manifest and the board's choice.
extern const struct gpio_bank gpio_led_pins;

void gpio_led_init(void);
void gpio_led_timer(void);

void gpio_led_set(uint32_t index, bool is_on);
bool gpio_led_is_on(uint32_t index);
