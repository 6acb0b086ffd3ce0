// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Contract of a screen that shows what lies in its memory.
 *
 * Whoever implements it (a chip or a capsule) offers a constant `struct screen`. All of it happens
 * at once, so nobody is called back, and several capsules may draw on one screen. A pixel is
 * SCREEN_PIXEL_BYTES bytes: blue, green, red, and one that says nothing. The first row is at the
 * top, the first pixel of a row on the left.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <abi/error.h>
#include <lib/attributes.h>
#include <lib/span.h>

enum { SCREEN_PIXEL_BYTES = 4 };
/// How bright the eye finds each part of a pixel, of 256 in all.
enum { SCREEN_BLUE_PART = 29, SCREEN_GREEN_PART = 150, SCREEN_RED_PART = 77 };
enum { SCREEN_WRITE_PIXELS_MAX = 64 }; ///< at once, so that no call takes long

/// What the screen is; all zero when there is none. Never more than 65535 each way.
struct screen_description {
    uint32_t width_pixels;
    uint32_t height_pixels;
};

/// Pixels beside each other in one row.
struct BORROWED screen_pixels {
    uint32_t column;
    uint32_t row;
    struct const_span bytes;
};

struct VTABLE screen {
    /// Fills in all of the description. Context: kernel.
    void (*describe)(struct screen_description *description);

    /**
     * Says whether the screen shows what is in its memory, or nothing. It shows it from its start
     * on. What is written meanwhile is shown afterwards.
     *
     * @retval ERROR_NO_DEVICE  there is no screen, here and below.
     * Context: kernel.
     */
    enum error (*power)(bool is_on);

    /**
     * Puts up to SCREEN_WRITE_PIXELS_MAX pixels into the screen's memory.
     *
     * @param pixels  borrow; the bytes: copy.
     * @retval ERROR_INVALID  they do not all lie on the screen, are too many, or the last one is
     *                        not whole.
     * Context: kernel.
     */
    enum error (*write)(const struct screen_pixels *pixels);
};
