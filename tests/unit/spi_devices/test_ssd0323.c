// SPDX-License-Identifier: Apache-2.0 OR MIT
/// A screen on a serial peripheral bus: what is drawn gets there, also behind failures.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <capsules/ssd0323/ssd0323.h>
#include <cmocka.h>

#include "wire.h"

enum { SCREEN, CAPSULE_COUNT };
enum { ROW_BYTES = 64, COMMAND_BYTES_MAX = 64 };

const struct bench_capsule bench_capsules[] = {
    [SCREEN] = {ssd0323_init, ssd0323_deferred, .driver = BENCH_NO_DRIVER, BENCH_STATE(ssd0323)},
};
const size_t bench_capsule_count = CAPSULE_COUNT;

/// The screen's memory, and where in it the next byte goes.
static struct {
    uint8_t rows[SSD0323_HEIGHT_PIXELS][ROW_BYTES];
    uint8_t command[COMMAND_BYTES_MAX];
    size_t command_bytes;
    uint8_t row;
    uint8_t column;
    bool is_on;
    bool is_set_up;
    unsigned rows_sent;
} panel;

const struct spi_bus ssd0323_bus = {wire_transfer, wire_cancel};

void wire_done(const struct spi_done *event)
{
    if (bench_enter(SCREEN)) {
        ssd0323_done(event);
        bench_leave();
    }
}

uint8_t device_byte(uint8_t device, uint8_t selection, uint8_t sent)
{
    (void)device;
    if (selection == SPI_DEVICE_COMMAND) {
        panel.command[panel.command_bytes++] = sent;
    } else {
        assert_int_equal(selection, SPI_DEVICE);
        assert_true(panel.column < ROW_BYTES);
        panel.rows[panel.row][panel.column++] = sent;
        panel.rows_sent += panel.column == ROW_BYTES;
    }
    return 0xFF;
}

void device_released(uint8_t device)
{
    (void)device;
    if (panel.command_bytes == 1) {
        assert_in_range(panel.command[0], 0xAE, 0xAF);
        panel.is_on = panel.command[0] == 0xAF;
    } else if (panel.command_bytes == 6) {
        static const uint8_t columns[] = {0x15, 0, ROW_BYTES - 1, 0x75};
        assert_memory_equal(panel.command, columns, sizeof columns);
        assert_int_equal(panel.command[4], panel.command[5]);
        assert_true(panel.is_set_up);
        panel.row = panel.command[4];
        panel.column = 0;
    } else if (panel.command_bytes > 6) {
        panel.is_set_up = true;
        panel.is_on = false;
    }
    panel.command_bytes = 0;
}

static int reset(void **state)
{
    wire_reset();
    memset(&panel, 0xA5, sizeof panel.rows);
    memset(&panel.command, 0, sizeof panel - offsetof(__typeof__(panel), command));
    const int result = bench_reset(state);
    wire_run();
    return result;
}

static enum error draw(uint32_t column, uint32_t row, const uint8_t *bytes, size_t length)
{
    const struct screen_pixels pixels = {.column = column, .row = row, .bytes = {bytes, length}};
    assert_true(bench_enter(SCREEN));
    const enum error error = ssd0323_write(&pixels);
    bench_leave();
    return error;
}

static uint8_t shade_at(uint32_t column, uint32_t row)
{
    const uint8_t byte = panel.rows[row][column / 2];
    return column % 2 == 0 ? byte >> 4 : byte & 0xF;
}

static void power(bool is_on)
{
    assert_true(bench_enter(SCREEN));
    assert_int_equal(ssd0323_power(is_on), ERROR_NONE);
    bench_leave();
    wire_run();
}

static void screen_is_dark_and_on_at_first(void **state)
{
    (void)state;
    assert_true(panel.is_set_up && panel.is_on);
    assert_int_equal(panel.rows_sent, SSD0323_HEIGHT_PIXELS);
    for (uint32_t row = 0; row < SSD0323_HEIGHT_PIXELS; row++) {
        for (uint32_t column = 0; column < SSD0323_WIDTH_PIXELS; column++) {
            assert_int_equal(shade_at(column, row), 0);
        }
    }
}

static void colours_are_shown_as_bright_as_they_are(void **state)
{
    (void)state;
    static const uint8_t colours[] = {
        255, 255, 255, 9, 0, 0, 0, 9, 255, 0, 0, 9, 0, 255, 0, 9, 0, 0, 255, 9, 128, 128, 128, 9,
    };
    static const uint8_t shades[] = {15, 0, 1, 9, 4, 8};
    for (uint32_t first = 0; first < 2; first++) {
        assert_int_equal(draw(10 + first, 63, colours, sizeof colours), ERROR_NONE);
        wire_run();
        for (uint32_t i = 0; i < sizeof shades; i++) {
            assert_int_equal(shade_at(10 + first + i, 63), shades[i]);
        }
    }
    assert_int_equal(shade_at(9, 63), 0);
    assert_int_equal(shade_at(17, 63), 0);
}

static void only_rows_that_change_are_sent(void **state)
{
    (void)state;
    static const uint8_t white[] = {255, 255, 255, 0};
    panel.rows_sent = 0;
    for (uint32_t i = 0; i < 20; i++) {
        assert_int_equal(draw(i, 7, white, sizeof white), ERROR_NONE);
        assert_int_equal(draw(i, 9, white, sizeof white), ERROR_NONE);
    }
    wire_run();
    assert_int_equal(panel.rows_sent, 2);
    assert_int_equal(shade_at(19, 9), 15);
    wire_run();
    assert_int_equal(panel.rows_sent, 2);
}

static void refusals(void **state)
{
    (void)state;
    static const uint8_t bytes[65 * 4];
    assert_int_equal(draw(0, 64, bytes, 4), ERROR_INVALID);
    assert_int_equal(draw(128, 0, bytes, 4), ERROR_INVALID);
    assert_int_equal(draw(UINT32_MAX, 0, bytes, 4), ERROR_INVALID);
    assert_int_equal(draw(65, 0, bytes, 64 * 4), ERROR_INVALID);
    assert_int_equal(draw(0, 0, bytes, 65 * 4), ERROR_INVALID);
    assert_int_equal(draw(0, 0, bytes, 3), ERROR_INVALID);
    assert_int_equal(draw(64, 0, bytes, 64 * 4), ERROR_NONE);
}

static void power_is_told(void **state)
{
    (void)state;
    power(false);
    assert_false(panel.is_on);
    power(true);
    assert_true(panel.is_on);
}

/// A transfer that fails, or a capsule that does, in each step: what is drawn then is shown.
static void failures_are_made_good(void **state)
{
    static const uint8_t white[] = {255, 255, 255, 0};
    for (unsigned steps = 0; steps < 6; steps++) {
        for (unsigned kind = 0; kind < 2; kind++) {
            (void)reset(state);
            assert_int_equal(draw(5, 5, white, sizeof white), ERROR_NONE);
            for (unsigned i = 0; i < steps; i++) {
                (void)wire_step();
            }
            fake_run();
            if (kind == 0) {
                (void)wire_cancel();
            } else {
                wire_capsule_fail(SCREEN);
                (void)wire_step();
                bench_capsule_restart(SCREEN, NULL, 0);
            }
            assert_int_equal(draw(6, 5, white, sizeof white), ERROR_NONE);
            wire_run();
            assert_int_equal(shade_at(5, 5), kind == 0 ? 15 : 0);
            assert_int_equal(shade_at(6, 5), 15);
            assert_true(panel.is_on);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(screen_is_dark_and_on_at_first, reset),
        cmocka_unit_test_setup(colours_are_shown_as_bright_as_they_are, reset),
        cmocka_unit_test_setup(only_rows_that_change_are_sent, reset),
        cmocka_unit_test_setup(refusals, reset),
        cmocka_unit_test_setup(power_is_told, reset),
        cmocka_unit_test_setup(failures_are_made_good, reset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
