// SPDX-License-Identifier: Apache-2.0 OR MIT
// Draws in every way that a program may, and tries what it may not. Run by test_screen.py, which
// knows what the screen looks like then.
#include <bulkhead/screen.h>
#include <string.h>

#include "check.h"

enum { DRIVER = BULKHEAD_SCREEN_DRIVER, WIDTH = 320, HEIGHT = 240, PIXELS = 70 * 3 };
enum { RED = 0xFF0000, GREEN = 0x00FF00, BLUE = 0x0000FF };

static uint32_t pixels[PIXELS];

static struct bulkhead_result ask(uint32_t command, uint32_t a, uint32_t b)
{
    return bulkhead_command(DRIVER, command, a, b);
}

static void questions_check(void)
{
    static const struct {
        uint32_t command;
        uint32_t argument;
        uint32_t value;
    } questions[] = {{1, 0, 1},  {11, 0, 1},     {12, 0, WIDTH}, {13, 0, 1},
                     {14, 0, 4}, {23, 0, WIDTH}, {21, 0, 0},     {25, 0, 4}};
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        const struct bulkhead_result answer = ask(questions[i].command, questions[i].argument, 0);
        check_value(bulkhead_result_is_success(answer) && answer.value[0] == questions[i].value,
                    "a question", answer.value[0]);
    }
}

static void refusals_check(void)
{
    static const struct {
        uint32_t command;
        uint32_t a;
        uint32_t b;
        enum error error;
    } wrong[] = {
        {3, 100, 0, ERROR_NO_SUPPORT},
        {4, 0, 0, ERROR_NO_SUPPORT},
        {7, 0, 0, ERROR_NO_SUPPORT},
        {12, 1, 0, ERROR_INVALID},
        {14, 1, 0, ERROR_INVALID},
        {22, 1, 0, ERROR_NO_SUPPORT},
        {24, WIDTH, WIDTH, ERROR_INVALID},
        {26, 2, 0, ERROR_INVALID},
        {100, 0, 0, ERROR_INVALID},
        {100, 0, 1, ERROR_INVALID},
        {100, 0, 1 << 16, ERROR_INVALID},
        {100, 0, (WIDTH + 1) << 16 | 1, ERROR_INVALID},
        {100, 0, 1 << 16 | (HEIGHT + 1), ERROR_INVALID},
        {100, WIDTH << 16, 1 << 16 | 1, ERROR_INVALID},
        {100, HEIGHT, 1 << 16 | 1, ERROR_INVALID},
        {100, 0xFFFFFFFF, 0xFFFFFFFF, ERROR_INVALID},
        {100, 1, 0xFFFFFFFF, ERROR_INVALID},
        {200, 4, 0, ERROR_NO_MEMORY},
        {300, 0, 0, ERROR_NO_MEMORY},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        check_error(ask(wrong[i].command, wrong[i].a, wrong[i].b), VARIANT_FAILURE, wrong[i].error,
                    "what is refused");
    }
    (void)bulkhead_allow_read_only(DRIVER, 0, pixels, sizeof pixels);
    check_error(ask(200, 8, 0), VARIANT_FAILURE, ERROR_SIZE, "pixels without a frame");
    check_error(ask(300, 0, 0), VARIANT_FAILURE, ERROR_SIZE, "no frame to be filled");
    check_error(ask(200, 7, 0), VARIANT_FAILURE, ERROR_INVALID, "a part of a pixel");
    check_error(ask(200, 0, 0), VARIANT_FAILURE, ERROR_NO_MEMORY, "nothing to be written");
    (void)bulkhead_allow_read_only(DRIVER, 0, pixels, 3);
    check_error(ask(300, 0, 0), VARIANT_FAILURE, ERROR_INVALID, "a part of a pixel to fill with");
}

static void frame_fill(uint32_t column, uint32_t row, uint32_t width, uint32_t height,
                       uint32_t pixel)
{
    check(bulkhead_screen_frame_set(column, row, width, height) == ERROR_NONE, "a frame");
    check(bulkhead_screen_fill(pixel) == ERROR_NONE, "is filled");
}

static void draw(void)
{
    frame_fill(0, 0, WIDTH, HEIGHT, BLUE);
    frame_fill(WIDTH - 1, HEIGHT - 1, 1, 1, RED);
    frame_fill(0, HEIGHT - 1, 10, 1, GREEN);
    for (uint32_t i = 0; i < PIXELS; i++) {
        pixels[i] = 0x010203 * (i + 1) & 0xFFFFFF;
    }
    check(bulkhead_screen_frame_set(100, 50, 70, 3) == ERROR_NONE, "a frame for pixels");
    check(bulkhead_screen_write(pixels, sizeof pixels) == ERROR_NONE, "all of its pixels");
    (void)bulkhead_allow_read_only(DRIVER, 0, pixels, sizeof pixels);
    check(bulkhead_screen_frame_set(200, 100, 70, 2) == ERROR_NONE, "a smaller frame");
    check_error(ask(200, sizeof pixels, 0), VARIANT_FAILURE, ERROR_SIZE, "too many pixels");
    // Not pending after that.
    check(bulkhead_screen_write(pixels, (size_t)80 * 4) == ERROR_NONE, "fewer pixels");
    check(bulkhead_screen_frame_set(10, 10, 300, 100) == ERROR_NONE, "a large frame");
}

/// What is drawn when the buffer goes, or the program: nothing of what came into its place.
static void swaps_try(void)
{
    frame_fill(0, 200, 70, 3, 0);
    (void)bulkhead_allow_read_only(DRIVER, 0, pixels, sizeof pixels);
    const struct bulkhead_result begun = ask(200, sizeof pixels, 0);
    (void)bulkhead_allow_read_only(DRIVER, 0, NULL, 0);
    const uint32_t status = bulkhead_yield_wait_for(DRIVER, 0).value[0];
    check(bulkhead_result_is_success(begun), "a write begins");
    check_value(status == ERROR_NONE || status == ERROR_FAILED, "and ends when its buffer goes",
                status);
    frame_fill(0, 200, 70, 3, BLUE);
}

int main(void)
{
    if (!bulkhead_driver_exists(DRIVER)) {
        check_error(ask(0, 0, 0), VARIANT_FAILURE, ERROR_NO_DEVICE, "is it there: no device");
        check_error(ask(300, 0, 0), VARIANT_FAILURE, ERROR_NO_DEVICE, "a fill: no device");
        return check_done("screen_draw");
    }
    questions_check();
    refusals_check();
    draw();
    swaps_try();
    check_done("screen_draw");
    // It dies while it draws over a part of the screen.
    (void)bulkhead_screen_frame_set(0, 220, WIDTH, 10);
    (void)bulkhead_allow_read_only(DRIVER, 0, pixels, 4);
    (void)ask(300, 0, 0);
    return 0;
}
