// SPDX-License-Identifier: Apache-2.0 OR MIT
// Draws on a small display, and writes below. Run by test_panel.py, which looks at it.
#include <bulkhead/alarm.h>
#include <bulkhead/screen.h>
#include <string.h>

#include "check.h"

enum { TEXT = 0x90003, WIDTH = 96, HEIGHT = 16, BAND = 8, PAUSE_MS = 100, WHITE = 0xFFFFFF };

static uint32_t pixels[WIDTH];

static struct bulkhead_upcall text_do(uint32_t command, uint32_t a, uint32_t b)
{
    check(bulkhead_result_is_success(bulkhead_command(TEXT, command, a, b)), "a command");
    return bulkhead_yield_wait_for(TEXT, 0);
}

int main(void)
{
    // A display that is not there is found out by then.
    (void)bulkhead_sleep_ms(PAUSE_MS);
    const struct bulkhead_result size = bulkhead_command(BULKHEAD_SCREEN_DRIVER, 23, 0, 0);
    if (!bulkhead_result_is_success(size)) {
        check_value(size.value[0] == ERROR_NO_DEVICE, "no display", size.value[0]);
        return check_done("panel_display");
    }
    check_value(size.value[0] == WIDTH && size.value[1] == HEIGHT, "a display", size.value[0]);
    // Every third pixel of each row is bright, one more to the right in each row; grey is not.
    for (uint32_t row = 0; row < BAND; row++) {
        for (uint32_t i = 0; i < WIDTH; i++) {
            pixels[i] = i % 3 == row % 3 ? WHITE : 0x404040;
        }
        enum error error = bulkhead_screen_frame_set(0, row, WIDTH, 1);
        if (error == ERROR_NONE) {
            error = bulkhead_screen_write(pixels, sizeof pixels);
        }
        check_value(error == ERROR_NONE, "a row", (uint32_t)error);
    }
    check(bulkhead_screen_frame_set(0, 0, WIDTH + 1, 1) == ERROR_INVALID, "no row is longer");
    const struct bulkhead_upcall grid = text_do(1, 0, 0);
    check(grid.value[1] == WIDTH / 8 && grid.value[2] == HEIGHT / 8, "room for letters");
    check(text_do(11, 0, 1).value[0] == ERROR_NONE, "the second line");
    (void)bulkhead_allow_read_only(TEXT, 0, "OI  lO", 6);
    check(text_do(8, 6, 0).value[0] == ERROR_NONE, "a text");
    return check_done("panel_display");
}
