// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `ssd0303`: a display of 96 times 16 pixels, each on or off, at a Solomon SSD0303 on an
 * I2C bus, as a screen (hal/screen.h).
 *
 * A pixel is on if it is brighter than half: (77 red + 150 green + 29 blue) / 256 of 128 or more.
 * What is written goes into a copy of the display's memory here, and from there soon over the bus,
 * 32 columns in a transfer: of each group of columns that has changed since it was sent last. So
 * who draws much does not wait, and who draws one place again and again costs one transfer at a
 * time. At the start the display is cleared and shows its memory.
 *
 * If nobody answers, all that is asked for is ERROR_NO_DEVICE until that changes; each time all of
 * the display is tried again.
 *
 * When the capsule is started again after it has failed, what was drawn is gone: the display is
 * cleared, and on, as at the start, also if it was switched off. Who has drawn is not told.
 *
 * Source: Solomon Systech SSD0303, rev 1.2, "I2C-bus interface" and table 8-1 (commands).
 */
#pragma once

#include <capsule.h>
#include <hal/i2c.h>
#include <hal/screen.h>

enum { SSD0303_WIDTH_PIXELS = 96, SSD0303_HEIGHT_PIXELS = 16 };

/// Defined by the board.
extern const struct i2c_place ssd0303_place;

/// The bus. Made of the manifest and the board's choice.
extern const struct i2c_bus ssd0303_bus;

void ssd0303_init(void);
void ssd0303_deferred(void);

void ssd0303_describe(struct screen_description *description);
enum error ssd0303_power(bool is_on);
enum error ssd0303_write(const struct screen_pixels *pixels);
void ssd0303_done(const struct i2c_done *event);
