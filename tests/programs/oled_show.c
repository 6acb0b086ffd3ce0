// SPDX-License-Identifier: Apache-2.0 OR MIT
// Draws on a small screen, and writes letters on it. Run by test_oled.py, which knows what the
// screen looks like then.
#include <bulkhead/screen.h>
#include <string.h>

#include "check.h"

enum { DRIVER = BULKHEAD_SCREEN_DRIVER, TEXT_DRIVER = 0x90003, WIDTH = 128, HEIGHT = 64 };

static uint32_t pixels[16];

static void finish(uint32_t driver, uint32_t command, uint32_t a, uint32_t b)
{
    const struct bulkhead_result begun = bulkhead_command(driver, command, a, b);
    check_value(bulkhead_result_is_success(begun), "a command", command);
    const struct bulkhead_upcall upcall = bulkhead_yield_wait_for(driver, 0);
    check_value(upcall.value[0] == 0, "ends well", upcall.value[0]);
}

static void frame(uint32_t column, uint32_t row, uint32_t width, uint32_t height)
{
    finish(DRIVER, 100, column << 16 | row, width << 16 | height);
}

int main(void)
{
    const struct bulkhead_result size = bulkhead_command(DRIVER, 23, 0, 0);
    check(size.value[0] == WIDTH && size.value[1] == HEIGHT, "its size");
    (void)bulkhead_allow_read_only(DRIVER, 0, pixels, sizeof pixels);
    frame(0, 0, WIDTH, HEIGHT);
    pixels[0] = 0x404040;
    finish(DRIVER, 300, 0, 0);
    // All shades, each as a grey and in no even place.
    for (uint32_t i = 0; i < 16; i++) {
        pixels[i] = i * 0x111111;
    }
    frame(101, 60, 16, 1);
    finish(DRIVER, 200, sizeof pixels, 0);
    // Green is brighter than blue.
    pixels[0] = 0x00FF00;
    pixels[1] = 0x0000FF;
    frame(0, 63, 2, 1);
    finish(DRIVER, 200, 8, 0);
    (void)bulkhead_allow_read_only(TEXT_DRIVER, 0, "Hi", 2);
    finish(TEXT_DRIVER, 11, 2, 1);
    finish(TEXT_DRIVER, 8, 2, 0);
    return check_done("oled_show");
}
