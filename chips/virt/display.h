// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The emulator's display on the PCI bus of the machine `virt` ("bochs-display") as a screen
 * (hal/screen.h): memory that it shows, and registers that say how. It raises no interrupt, and
 * reaches no memory by itself.
 *
 * The machine may have none. The board calls virt_display_initialise().
 *
 * Source: QEMU 7.2, hw/display/bochs-display.c and docs/specs/standard-vga; PCI Local Bus
 * Specification 3.0, 6.1 and 6.2.
 */
#pragma once

#include <hal/screen.h>

enum { VIRT_DISPLAY_WIDTH_PIXELS = 320, VIRT_DISPLAY_HEIGHT_PIXELS = 240 };

/// The functions of the contract `struct screen`. Context: kernel.
void virt_display_describe(struct screen_description *description);
enum error virt_display_power(bool is_on);
enum error virt_display_write(const struct screen_pixels *pixels);

/// Gives the display its place, if there is one as this device (1 to 31) of bus 0. Context: init.
void virt_display_initialise(uint32_t device);
