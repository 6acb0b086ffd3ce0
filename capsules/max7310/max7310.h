// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `max7310`: a Maxim MAX7310 on an I2C bus as a bank of eight pins (hal/gpio.h), none of
 * which has a resistor to pull it.
 *
 * What is wished for is carried out soon: all pins are set up by four transfers, as often as
 * something has changed meanwhile. The device does not call: as long as a pin is an input, all are
 * read 50 times a second, and an edge is what two of these readings differ in. Shorter ones are
 * missed.
 *
 * If nobody answers, all that is asked for is ERROR_NO_DEVICE until that changes; each time it is
 * tried again, with what was wished for before. What was refused so is not carried out later, but
 * that a pin is switched off, low then, or not watched any more.
 *
 * When this capsule starts again after it has failed all pins are off, as the device is set up:
 * what it drives and reads was wished for by a life that may have gone wrong. The client is told of
 * each of them as low, and sets up anew what it still wants.
 *
 * Source: Maxim MAX7310, 19-2698 rev 4, "Registers".
 */
#pragma once

#include <capsule.h>
#include <hal/gpio.h>
#include <hal/i2c.h>

enum { MAX7310_PIN_COUNT = 8 };

/// Defined by the board.
extern const struct i2c_place max7310_place;

/// The bus, and who is told. Made of the manifest and the board's choice.
extern const struct i2c_bus max7310_bus;
extern const struct gpio_client max7310_client;

void max7310_init(void);
void max7310_deferred(void);
void max7310_timer(void);

uint32_t max7310_count(void);
enum error max7310_configure(uint32_t index, enum gpio_mode mode);
enum error max7310_write(uint32_t index, bool is_high);
bool max7310_is_high(uint32_t index);
enum error max7310_watch(uint32_t index, enum gpio_edge edge);
void max7310_done(const struct i2c_done *event);
