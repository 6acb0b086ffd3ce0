// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `pca9552`: an NXP PCA9552 on an I2C bus as a bank of 16 lights (hal/led.h), each between
 * a supply and its pin.
 *
 * All are off after init. What is wished for while a transfer is under way is carried out by one
 * more, which sets all of them, so many wishes are few transfers. A transfer that fails for another
 * reason than that nobody answers is tried again, three times at most; then, as after a light that
 * nobody answers for, the next wish is waited for.
 *
 * Source: NXP PCA9552, rev 8, 6.3 (registers).
 */
#pragma once

#include <capsule.h>
#include <hal/i2c.h>
#include <hal/led.h>

enum { PCA9552_LED_COUNT = 16 };

/// Defined by the board.
extern const struct i2c_place pca9552_place;

/// The bus. Made of the manifest and the board's choice.
extern const struct i2c_bus pca9552_bus;

void pca9552_init(void);
void pca9552_deferred(void);

void pca9552_set(uint32_t index, bool is_on);
bool pca9552_is_on(uint32_t index);
void pca9552_done(const struct i2c_done *event);
