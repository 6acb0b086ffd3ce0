// SPDX-License-Identifier: Apache-2.0 OR MIT
// Uses pins behind a bus in every way that a program may. Run by test_panel.py.
#include <bulkhead/alarm.h>
#include <bulkhead/gpio.h>

#include "check.h"

enum { PINS = 8, PAUSE_MS = 100 };

static struct bulkhead_result ask(uint32_t command, uint32_t pin, uint32_t argument)
{
    return bulkhead_command(BULKHEAD_GPIO_DRIVER, command, pin, argument);
}

static void done_check(uint32_t command, uint32_t pin, const char *what)
{
    const struct bulkhead_result result = ask(command, pin, 0);
    check_value(bulkhead_result_is_success(result), what, result.value[0]);
}

static void level_check(uint32_t pin, uint32_t level, const char *what)
{
    const struct bulkhead_result result = ask(BULKHEAD_GPIO_READ, pin, 0);
    check_value(bulkhead_result_is_success(result) && result.value[0] == level, what,
                result.value[0]);
}

int main(void)
{
    // Pins that are not there are found out by then.
    (void)bulkhead_sleep_ms(PAUSE_MS);
    const struct bulkhead_result count = ask(BULKHEAD_GPIO_COUNT, 0, 0);
    check_value(bulkhead_result_is_success(count) && count.value[0] == PINS, "eight pins",
                count.value[0]);
    check_error(ask(BULKHEAD_GPIO_OUTPUT, PINS, 0), VARIANT_FAILURE, ERROR_INVALID,
                "there is no other pin");
    if (!bulkhead_result_is_success(ask(BULKHEAD_GPIO_OUTPUT, 0, 0))) {
        check_error(ask(BULKHEAD_GPIO_OUTPUT, 0, 0), VARIANT_FAILURE, ERROR_NO_DEVICE, "no device");
        return check_done("panel_pins");
    }
    level_check(0, 0, "an output is low at first");
    done_check(BULKHEAD_GPIO_SET, 0, "it is set");
    level_check(0, 1, "and is high");
    done_check(BULKHEAD_GPIO_TOGGLE, 0, "it is toggled");
    level_check(0, 0, "and is low");
    done_check(BULKHEAD_GPIO_CLEAR, 0, "it is cleared");
    check_error(ask(BULKHEAD_GPIO_INPUT, 1, BULKHEAD_GPIO_PULL_UP), VARIANT_FAILURE,
                ERROR_NO_SUPPORT, "nothing pulls a pin up");
    done_check(BULKHEAD_GPIO_INPUT, 1, "another one is an input");
    (void)bulkhead_sleep_ms(PAUSE_MS);
    level_check(1, 0, "which is low");
    done_check(BULKHEAD_GPIO_WATCH, 1, "it is watched");
    done_check(BULKHEAD_GPIO_IGNORE, 1, "and is not");
    done_check(BULKHEAD_GPIO_OFF, 1, "it is off");
    done_check(BULKHEAD_GPIO_OFF, 0, "and so is the first one");
    done_check(BULKHEAD_GPIO_OUTPUT, 7, "the last one is an output");
    return check_done("panel_pins");
}
