// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The display on the PCI bus of `virt`, against a model of its registers and its memory.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include <chips/virt/display.h>

#include "machine.h"

enum { WIDTH = VIRT_DISPLAY_WIDTH_PIXELS, HEIGHT = VIRT_DISPLAY_HEIGHT_PIXELS, DEVICE = 5 };

static const uintptr_t configuration = 0x30000000 + (DEVICE << 15);

static struct {
    uint32_t identity;
    uint32_t address[2];
    bool answers;
    uint16_t registers[16];
    uint32_t pixels[HEIGHT][WIDTH];
    unsigned written;
} display;

static uint32_t display_read(uintptr_t address, unsigned bytes)
{
    assert_int_equal(bytes, 4);
    assert_int_equal(address, configuration);
    return display.identity;
}

static void display_write(uintptr_t address, uint32_t value, unsigned bytes)
{
    assert_int_equal(bytes, 4);
    assert_int_equal(display.identity, 0x11111234);
    if (address == configuration + 0x10 || address == configuration + 0x18) {
        display.address[(address - configuration - 0x10) / 8] = value;
    } else if (address == configuration + 4) {
        assert_int_equal(value, 2); // Memory, and never mastership.
        display.answers = true;
    } else if (address >= display.address[1]) {
        const uintptr_t number = (address - display.address[1] - 0x500) / 2;
        assert_true(display.answers && number < 16 && number % 2 == 0);
        display.registers[number] = (uint16_t)value;
        display.registers[number + 1] = (uint16_t)(value >> 16);
    } else {
        const uintptr_t number = (address - display.address[0]) / 4;
        assert_true(display.answers && address % 4 == 0 && number < (uintptr_t)WIDTH * HEIGHT);
        display.pixels[number / WIDTH][number % WIDTH] = value;
        display.written++;
    }
}

static void start(uint32_t identity)
{
    machine_reset_doubles();
    memset(&display, 0, sizeof display);
    display.identity = identity;
    machine.read = display_read;
    machine.write = display_write;
    virt_display_initialise(DEVICE);
}

static int setup(void **state)
{
    (void)state;
    start(0x11111234);
    return 0;
}

static enum error write(uint32_t column, uint32_t row, const uint8_t *bytes, size_t length)
{
    const struct screen_pixels pixels = {
        .column = column, .row = row, .bytes = {.bytes_ = bytes, .length_bytes_ = length}};
    return virt_display_write(&pixels);
}

static void display_is_given_its_place_and_its_size(void **state)
{
    (void)state;
    assert_int_equal(display.address[0], 0x40000000);
    assert_int_equal(display.address[1], 0x41000000);
    assert_int_equal(display.registers[1], WIDTH);
    assert_int_equal(display.registers[2], HEIGHT);
    assert_int_equal(display.registers[3], 32);
    assert_int_equal(display.registers[4], 0x41);
    struct screen_description description;
    virt_display_describe(&description);
    assert_int_equal(description.width_pixels, WIDTH);
    assert_int_equal(description.height_pixels, HEIGHT);
}

static void absent_display_is_no_device(void **state)
{
    (void)state;
    static const uint32_t others[] = {0xFFFFFFFF, 0, 0x00021B36};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        start(others[i]);
        const bool is_on = true;
        const uint8_t pixel[4] = {0};
        struct screen_description description;
        virt_display_describe(&description);
        assert_int_equal(description.width_pixels + description.height_pixels, 0);
        assert_int_equal(virt_display_power(is_on), ERROR_NO_DEVICE);
        assert_int_equal(write(0, 0, pixel, 4), ERROR_NO_DEVICE);
    }
}

static void power_is_shown_in_its_register(void **state)
{
    (void)state;
    bool is_on = false;
    assert_int_equal(virt_display_power(is_on), ERROR_NONE);
    assert_int_equal(display.registers[4], 0);
    is_on = true;
    assert_int_equal(virt_display_power(is_on), ERROR_NONE);
    assert_int_equal(display.registers[4], 0x41);
}

static void pixels_are_written_in_their_place(void **state)
{
    (void)state;
    static const uint8_t bytes[] = {1, 2, 3, 4, 5, 6, 7, 8};
    assert_int_equal(write(WIDTH - 2, HEIGHT - 1, bytes, 8), ERROR_NONE);
    assert_int_equal(display.pixels[HEIGHT - 1][WIDTH - 2], 0x04030201);
    assert_int_equal(display.pixels[HEIGHT - 1][WIDTH - 1], 0x08070605);
    assert_int_equal(write(0, 0, bytes, 4), ERROR_NONE);
    assert_int_equal(display.pixels[0][0], 0x04030201);
    assert_int_equal(write(WIDTH, 0, bytes, 0), ERROR_NONE);
    assert_int_equal(display.written, 3);
}

static void pixels_beside_the_screen_are_refused_whole(void **state)
{
    (void)state;
    static uint8_t bytes[(WIDTH + 1) * 4];
    static const struct {
        uint32_t column;
        uint32_t row;
        size_t length;
    } wrong[] = {{WIDTH - 1, 0, 8},  {WIDTH, 0, 4},      {WIDTH + 1, 0, 0},       {0, HEIGHT, 4},
                 {0, UINT32_MAX, 4}, {UINT32_MAX, 0, 4}, {0, 0, (WIDTH + 1) * 4}, {0, 0, 3},
                 {0, 0, 5},          {0, 0, WIDTH * 4},  {0, 0, 65 * 4}};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_int_equal(write(wrong[i].column, wrong[i].row, bytes, wrong[i].length),
                         ERROR_INVALID);
    }
    assert_int_equal(display.written, 0);
}

static void most_pixels_of_one_call_are_written(void **state)
{
    (void)state;
    static const uint8_t bytes[SCREEN_WRITE_PIXELS_MAX * SCREEN_PIXEL_BYTES];
    assert_int_equal(write(0, 0, bytes, sizeof bytes), ERROR_NONE);
    assert_int_equal(display.written, 64);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, setup)
    const struct CMUnitTest tests[] = {
        TEST(display_is_given_its_place_and_its_size),
        TEST(absent_display_is_no_device),
        TEST(power_is_shown_in_its_register),
        TEST(pixels_are_written_in_their_place),
        TEST(pixels_beside_the_screen_are_refused_whole),
        TEST(most_pixels_of_one_call_are_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
