// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Pixels on a screen, by the driver of the capsule `screen`. Each has 4 bytes: blue, green, red,
/// and 0.
#pragma once

#include <bulkhead/system_call.h>
#include <stddef.h>

enum { BULKHEAD_SCREEN_DRIVER = 0x90001 };
enum {
    BULKHEAD_SCREEN_RESOLUTION = 23,
    BULKHEAD_SCREEN_FRAME_SET = 100,
    BULKHEAD_SCREEN_WRITE = 200,
    BULKHEAD_SCREEN_FILL = 300,
};

/// Gives a command that sets or draws something, and waits for its end.
static inline enum error bulkhead_screen_do(uint32_t command, uint32_t a, uint32_t b)
{
    const enum error error =
        bulkhead_result_error(bulkhead_command(BULKHEAD_SCREEN_DRIVER, command, a, b));
    return error != ERROR_NONE
               ? error
               : (enum error)bulkhead_yield_wait_for(BULKHEAD_SCREEN_DRIVER, 0).value[0];
}

/// Says in which part of the screen is drawn from now on. ERROR_INVALID: it is not all on it.
static inline enum error bulkhead_screen_frame_set(uint32_t column, uint32_t row, uint32_t width,
                                                   uint32_t height)
{
    return bulkhead_screen_do(BULKHEAD_SCREEN_FRAME_SET, column << 16 | row, width << 16 | height);
}

/// Allows the pixels, has them drawn by a command, and takes them back.
static inline enum error bulkhead_screen_draw_(uint32_t command, const void *pixels, size_t length)
{
    (void)bulkhead_allow_read_only(BULKHEAD_SCREEN_DRIVER, 0, pixels, length);
    const enum error error = bulkhead_screen_do(command, (uint32_t)length, 0);
    (void)bulkhead_allow_read_only(BULKHEAD_SCREEN_DRIVER, 0, NULL, 0);
    return error;
}

/// Draws pixels, row by row from the top of the frame on. ERROR_SIZE: more than it has.
static inline enum error bulkhead_screen_write(const void *pixels, size_t length_bytes)
{
    return bulkhead_screen_draw_(BULKHEAD_SCREEN_WRITE, pixels, length_bytes);
}

/// Fills the frame with one pixel.
static inline enum error bulkhead_screen_fill(uint32_t pixel)
{
    return bulkhead_screen_draw_(BULKHEAD_SCREEN_FILL, &pixel, sizeof pixel);
}
