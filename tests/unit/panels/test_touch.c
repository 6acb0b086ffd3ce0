// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Touches for programs: capsule `touch` with a panel that tells what the test says.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <capsules/touch/touch.h>
#include <cmocka.h>

#include "bench.h"

enum { TOUCH };
enum { DRIVER = TOUCH_DRIVER };

const struct bench_capsule bench_capsules[] = {
    [TOUCH] = {.init = touch_init,
               .process_ended = touch_process_ended,
               .driver = TOUCH_DRIVER,
               .command = touch_command,
               BENCH_STATE(touch)},
};
const size_t bench_capsule_count = 1;

BENCH_THUNK(to_touched, TOUCH, touch_touched, const struct touched)

static struct {
    bool is_absent;
    bool is_watched;
    unsigned watches;
} panel;

static bool is_present(void)
{
    return !panel.is_absent;
}

static void watch(const bool *is_wanted)
{
    panel.is_watched = *is_wanted;
    panel.watches++;
}

const struct touch_panel touch_device = {.is_present = is_present, .watch = watch};

static int setup(void **state)
{
    memset(&panel, 0, sizeof panel);
    return bench_reset(state);
}

static struct fake_answer ask(struct process_id process, uint32_t number)
{
    return fake_command(DRIVER, process, number, 0, 0);
}

static void tell(enum touch_status status, uint16_t x, uint16_t y)
{
    const struct touched event = {.status = status, .x = x, .y = y};
    (void)to_touched(&event);
}

static void expect(struct process_id process, enum touch_status status, uint32_t place)
{
    fake_expect_upcall(DRIVER, process, TOUCH_UPCALL_TOUCHED, status, place, 0);
}

static void those_who_ask_are_told(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    const struct process_id two = fake_process_start("two");
    assert_false(panel.is_watched);
    tell(TOUCH_PRESSED, 1, 2);
    fake_expect_no_upcall();
    fake_expect_success(ask(one, TOUCH_COMMAND_ENABLE));
    assert_true(panel.is_watched);
    tell(TOUCH_PRESSED, 319, 239);
    expect(one, TOUCH_PRESSED, 319u << 16 | 239);
    fake_expect_no_upcall();
    // The second one does not have the panel forget a touch.
    const unsigned watches = panel.watches;
    fake_expect_success(ask(two, TOUCH_COMMAND_ENABLE));
    fake_expect_success(ask(two, TOUCH_COMMAND_ENABLE));
    assert_int_equal(panel.watches, watches);
    tell(TOUCH_MOVED, UINT16_MAX, 0);
    expect(one, TOUCH_MOVED, (uint32_t)UINT16_MAX << 16);
    expect(two, TOUCH_MOVED, (uint32_t)UINT16_MAX << 16);
    fake_expect_success(ask(one, TOUCH_COMMAND_DISABLE));
    assert_true(panel.is_watched);
    tell(TOUCH_RELEASED, 0, 7);
    expect(two, TOUCH_RELEASED, 7);
    fake_expect_success(ask(two, TOUCH_COMMAND_DISABLE));
    assert_false(panel.is_watched);
    fake_expect_success(ask(two, TOUCH_COMMAND_DISABLE));
    tell(TOUCH_PRESSED, 1, 2);
    fake_expect_no_upcall();
}

static void what_the_panel_cannot_is_refused(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    fake_expect_success(ask(process, COMMAND_EXISTS));
    fake_expect_success_u32(ask(process, TOUCH_COMMAND_COUNT), 1);
    static const uint32_t unknown[] = {3, 10, 11, 12, 99, 101, UINT32_MAX};
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        fake_expect_failure(ask(process, unknown[i]), ERROR_NO_SUPPORT);
    }
    fake_grant_refuse(process, true);
    fake_expect_failure(ask(process, TOUCH_COMMAND_ENABLE), ERROR_NO_MEMORY);
    assert_false(panel.is_watched);
    panel.is_absent = true;
    fake_expect_failure(ask(process, COMMAND_EXISTS), ERROR_NO_DEVICE);
    fake_expect_failure(ask(process, TOUCH_COMMAND_ENABLE), ERROR_NO_DEVICE);
}

static void panel_rests_when_nobody_is_left(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    const struct process_id two = fake_process_start("two");
    fake_expect_success(ask(one, TOUCH_COMMAND_ENABLE));
    fake_expect_success(ask(two, TOUCH_COMMAND_ENABLE));
    fake_process_end(one);
    assert_true(panel.is_watched);
    tell(TOUCH_PRESSED, 1, 2);
    expect(two, TOUCH_PRESSED, 1u << 16 | 2);
    fake_expect_no_upcall();
    fake_process_end(two);
    assert_false(panel.is_watched);
}

static void restart_forgets_who_asked(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    fake_expect_success(ask(process, TOUCH_COMMAND_ENABLE));
    bench_capsule_fail(TOUCH);
    tell(TOUCH_PRESSED, 1, 2);
    fake_expect_no_upcall();
    bench_capsule_restart(TOUCH, &process, 1);
    assert_false(panel.is_watched);
    fake_expect_success(ask(process, TOUCH_COMMAND_ENABLE));
    assert_true(panel.is_watched);
    tell(TOUCH_PRESSED, 1, 2);
    expect(process, TOUCH_PRESSED, 1u << 16 | 2);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, setup)
    const struct CMUnitTest tests[] = {
        TEST(those_who_ask_are_told),
        TEST(what_the_panel_cannot_is_refused),
        TEST(panel_rests_when_nobody_is_left),
        TEST(restart_forgets_who_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
