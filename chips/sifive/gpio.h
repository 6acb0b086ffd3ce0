// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Pins of an FE310, and the lights of a HiFive1 board on three of them: red, green, blue.
 *
 * Source: SiFive FE310-G002 Manual v19p05, chapter 17; SiFive HiFive1 Rev B Getting Started Guide
 * 1.2, "Board components" (pins 22, 19 and 21, lit when low).
 */
#pragma once

#include <hal/led.h>

enum { SIFIVE_LED_COUNT = 3 };

/// Sets the pins of the lights to output, off. Context: init.
void sifive_led_initialise(void);

/// The functions of the contract `struct led_bank`. Context: kernel.
void sifive_led_set(uint32_t index, bool is_on);
bool sifive_led_is_on(uint32_t index);

/// Gives pins (bit i: pin i) to the device that the chip has on them as first choice. Context:
/// init.
void sifive_gpio_function_select(uint32_t pins);
