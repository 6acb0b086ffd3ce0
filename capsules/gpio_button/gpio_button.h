// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `gpio_button`: buttons on the pins of a bank (hal/gpio.h below, hal/button.h above).
 *
 * All pins of the bank that it is given are buttons, in their order; GPIO_BUTTON_COUNT, a fact of
 * the board, says how many. Buttons bounce: an edge has the capsule look at the button
 * GPIO_BUTTON_MILLISECONDS later, and a change is one against what it has told last. So a button
 * costs two interrupts at most in that time, whatever its contacts do.
 *
 * From its start on, also after it has failed, all buttons are watched until the client chooses. If
 * the bank is out of service at the start, it is tried again until it is not.
 */
#pragma once

#include <capsule.h>
#include <hal/button.h>
#include <hal/gpio.h>

enum { GPIO_BUTTON_MILLISECONDS = 10 };

struct gpio_button_wiring {
    enum gpio_mode mode; ///< of the pins: an input
    bool is_pressed_low;
};

/// How the buttons are connected. Defined by the board.
extern const struct gpio_button_wiring gpio_button_wiring;

/// The pins. Made of the manifest and the board's choice.
extern const struct gpio_bank gpio_button_pins;

/// Who is told of changes.
extern const struct button_client gpio_button_client;

void gpio_button_init(void);
void gpio_button_timer(void);

void gpio_button_changed(const struct gpio_changed *event);
bool gpio_button_is_pressed(uint32_t index);
void gpio_button_watch(uint32_t mask);
