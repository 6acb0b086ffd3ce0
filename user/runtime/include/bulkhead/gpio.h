// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Pins that the board gives to programs, numbered from 0.
 *
 * A pin belongs to the program that used it first, until that switches it off or ends; for others
 * each of these but reading is ERROR_RESERVE. ERROR_INVALID: there is no such pin.
 */
#pragma once

#include <bulkhead/system_call.h>

enum { BULKHEAD_GPIO_DRIVER = 0x4, BULKHEAD_GPIO_CHANGED = 0 };

enum bulkhead_gpio_command {
    BULKHEAD_GPIO_OUTPUT = 1,
    BULKHEAD_GPIO_SET = 2,
    BULKHEAD_GPIO_CLEAR = 3,
    BULKHEAD_GPIO_TOGGLE = 4,
    BULKHEAD_GPIO_INPUT = 5,
    BULKHEAD_GPIO_READ = 6,
    BULKHEAD_GPIO_WATCH = 7,
    BULKHEAD_GPIO_IGNORE = 8,
    BULKHEAD_GPIO_OFF = 9,
    BULKHEAD_GPIO_COUNT = 10,
};

enum bulkhead_gpio_pull { BULKHEAD_GPIO_PULL_NONE, BULKHEAD_GPIO_PULL_UP, BULKHEAD_GPIO_PULL_DOWN };
enum bulkhead_gpio_edge { BULKHEAD_GPIO_EITHER, BULKHEAD_GPIO_RISING, BULKHEAD_GPIO_FALLING };

/// Makes a pin an output and drives it.
static inline enum error bulkhead_gpio_drive(uint32_t pin, bool is_high)
{
    enum error error =
        bulkhead_result_error(bulkhead_command(BULKHEAD_GPIO_DRIVER, BULKHEAD_GPIO_OUTPUT, pin, 0));
    if (error == ERROR_NONE) {
        error = bulkhead_result_error(bulkhead_command(
            BULKHEAD_GPIO_DRIVER, is_high ? BULKHEAD_GPIO_SET : BULKHEAD_GPIO_CLEAR, pin, 0));
    }
    return error;
}

/// Makes a pin an input.
static inline enum error bulkhead_gpio_input(uint32_t pin, enum bulkhead_gpio_pull pull)
{
    return bulkhead_result_error(
        bulkhead_command(BULKHEAD_GPIO_DRIVER, BULKHEAD_GPIO_INPUT, pin, pull));
}

/// Has upcall BULKHEAD_GPIO_CHANGED come for edges: pin, 1 if it is high now.
static inline enum error bulkhead_gpio_watch(uint32_t pin, enum bulkhead_gpio_edge edge)
{
    return bulkhead_result_error(
        bulkhead_command(BULKHEAD_GPIO_DRIVER, BULKHEAD_GPIO_WATCH, pin, edge));
}

/// Whether a pin is high. One that is off, or does not exist, is not.
static inline bool bulkhead_gpio_is_high(uint32_t pin)
{
    const struct bulkhead_result result =
        bulkhead_command(BULKHEAD_GPIO_DRIVER, BULKHEAD_GPIO_READ, pin, 0);
    return bulkhead_result_is_success(result) && result.value[0] != 0;
}
