// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `gpio_led`: lights on the pins of a bank (hal/gpio.h below, hal/led.h above).
 *
 * All pins of the bank that it is given are lights, in their order; GPIO_LED_COUNT, a fact of the
 * board, says how many. A light that its pin refuses stays dark. As long as the bank is out of
 * service when this capsule starts, it is tried again; the lights are dark then.
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
