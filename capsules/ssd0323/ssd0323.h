// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `ssd0323`: a screen of 128 times 64 pixels with a Solomon SSD0323 on a serial peripheral
 * bus (hal/screen.h), each of 16 shades: what is drawn in colour is shown as bright as it is.
 *
 * All pixels are kept here, so drawing happens at once. Rows that have changed are sent to the
 * screen one after the other, as fast as the bus takes them; a row that changes again and again
 * does not keep the others waiting. A row that could not be sent is sent again, and before it the
 * screen is set up anew, since it may have been without power.
 *
 * A screen does not answer, so one that is missing is not noticed. When the capsule is started
 * again after it has failed, what was drawn is gone, and the screen is on, as at its start, also if
 * it was switched off.
 *
 * Source: Solomon Systech SSD0323, revision 1.0, 8, 9 and 10.
 */
#pragma once

#include <capsule.h>
#include <hal/screen.h>
#include <hal/spi.h>

enum { SSD0323_WIDTH_PIXELS = 128, SSD0323_HEIGHT_PIXELS = 64 };

/// The bus. Made of the manifest and the board's choice.
extern const struct spi_bus ssd0323_bus;

void ssd0323_init(void);
void ssd0323_deferred(void);

void ssd0323_done(const struct spi_done *event);

void ssd0323_describe(struct screen_description *description);
enum error ssd0323_power(bool is_on);
enum error ssd0323_write(const struct screen_pixels *pixels);
