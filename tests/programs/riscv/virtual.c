// SPDX-License-Identifier: Apache-2.0 OR MIT
// Has two clients of one alarm, of one serial line and of one source of random bytes at work at the
// same time. Needs the board virt-rv32-capsule-test. Run by test_virtual.py.
#include <bulkhead/alarm.h>
#include <bulkhead/random.h>

#include "check.h"

enum { VIRTUAL_TEST_DRIVER = 0xF0006, ENTROPY_TEST_DRIVER = 0xF0004 };
enum virtual_test_command {
    LINE_SEND = 1,
    LINE_COUNTS,
    ALARM_SET,
    ALARM_CANCEL,
    ALARM_COUNTS,
    TRAP
};
enum { ENTROPY_REQUEST = 1, ENTROPY_RESULT = 2 };
enum { EARLY = 0, LATE = 1, LINES = 20, LINE_BYTES = 150, RANDOM_ROUNDS = 40, WAITS_MAX = 1000 };

static struct bulkhead_result test(enum virtual_test_command command, uint32_t a, uint32_t b)
{
    return bulkhead_command(VIRTUAL_TEST_DRIVER, command, a, b);
}

static void alarms_check(void)
{
    check(bulkhead_result_is_success(test(ALARM_SET, LATE, 60)), "the late alarm is set");
    check(bulkhead_result_is_success(test(ALARM_SET, EARLY, 20)), "the early one, too");
    bulkhead_sleep_ms(40);
    check_value(test(ALARM_COUNTS, EARLY, 0).value[0] == 1, "the early one has fired", 0);
    check_value(test(ALARM_COUNTS, LATE, 0).value[0] == 0, "the late one has not", 0);
    check(bulkhead_result_is_success(test(ALARM_SET, EARLY, 50)), "the early one is set again");
    check(bulkhead_result_is_success(test(ALARM_CANCEL, EARLY, 0)), "and cancelled");
    check_error(test(ALARM_CANCEL, EARLY, 0), VARIANT_FAILURE, ERROR_ALREADY, "once");
    bulkhead_sleep_ms(100);
    const struct bulkhead_result late = test(ALARM_COUNTS, LATE, 0);
    check_value(late.value[0] == 1 && late.value[1] == 0, "the late one has fired in time",
                late.value[0]);
    check_value(test(ALARM_COUNTS, EARLY, 0).value[0] == 1, "the cancelled one has not", 0);
}

static void line_check(void)
{
    uint32_t refused = 0;
    for (uint32_t i = 0; i < LINES; i++) {
        // Both send at the same time; each in one piece.
        refused += !bulkhead_result_is_success(test(LINE_SEND, LINE_BYTES, 0));
        printf("<the terminal writes a line that is so long that the port cannot take it at "
               "once, number %2lu>\n",
               (unsigned long)i);
        for (uint32_t j = 0; j < WAITS_MAX && test(LINE_COUNTS, 0, 0).value[0] <= i; j++) {
            bulkhead_sleep_ms(1);
        }
    }
    check_value(refused == 0, "all lines are taken", refused);
    check_value(test(LINE_COUNTS, 0, 0).value[0] == LINES, "all lines are sent",
                test(LINE_COUNTS, 0, 0).value[0]);
}

static void entropy_check(void)
{
    uint8_t bytes[100];
    if (bulkhead_random(bytes, sizeof bytes) == ERROR_NO_DEVICE) {
        return;
    }
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < RANDOM_ROUNDS; i++) {
        wrong += !bulkhead_result_is_success(
            bulkhead_command(ENTROPY_TEST_DRIVER, ENTROPY_REQUEST, 64, 0));
        wrong += bulkhead_random(bytes, sizeof bytes) != ERROR_NONE;
        struct bulkhead_result answer = {0};
        for (uint32_t j = 0; j < WAITS_MAX; j++) {
            answer = bulkhead_command(ENTROPY_TEST_DRIVER, ENTROPY_RESULT, 0, 0);
            if (answer.variant != VARIANT_FAILURE || answer.value[0] != ERROR_BUSY) {
                break;
            }
            bulkhead_sleep_ms(1);
        }
        wrong += answer.variant != VARIANT_SUCCESS_U32_U32 || answer.value[0] != ERROR_NONE;
    }
    check_value(wrong == 0, "both clients of the source get their bytes", wrong);
}

/// The capsule that has an alarm and the line fails; the terminal, whose line it is, too, goes on.
static void failure_check(void)
{
    check(bulkhead_result_is_success(test(TRAP, 0, 0)), "it will fail");
    check(bulkhead_result_is_success(test(LINE_SEND, LINE_BYTES, 0)), "in the middle of a line");
    check(bulkhead_result_is_success(test(ALARM_SET, EARLY, 1)), "at its next alarm");
    bulkhead_sleep_ms(5);
    for (uint32_t j = 0; j < WAITS_MAX; j++) {
        if (bulkhead_driver_exists(VIRTUAL_TEST_DRIVER)) {
            break;
        }
        bulkhead_sleep_ms(1);
    }
    check(bulkhead_result_is_success(test(LINE_SEND, LINE_BYTES, 0)), "the line is its own again");
    check(bulkhead_result_is_success(test(ALARM_SET, LATE, 10)), "and the alarm");
    bulkhead_sleep_ms(50);
    check_value(test(ALARM_COUNTS, LATE, 0).value[0] == 1, "which fires",
                test(ALARM_COUNTS, LATE, 0).value[0]);
    check_value(test(LINE_COUNTS, 0, 0).value[0] == 1, "the line is sent",
                test(LINE_COUNTS, 0, 0).value[0]);
}

int main(void)
{
    alarms_check();
    line_check();
    entropy_check();
    failure_check();
    return check_done("virtual");
}
