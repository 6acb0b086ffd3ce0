// SPDX-License-Identifier: Apache-2.0 OR MIT
// Uses pins in every way that one program may, and the light of the board. Run by test_pins.py.
#include <bulkhead/gpio.h>

#include "check.h"

enum { DRIVER = BULKHEAD_GPIO_DRIVER, PINS = 8, LIGHTS = 1, BUTTONS = 5 };

static struct bulkhead_result ask(uint32_t command, uint32_t pin, uint32_t argument)
{
    return bulkhead_command(DRIVER, command, pin, argument);
}

static void refused(uint32_t command, uint32_t pin, uint32_t argument, enum error error,
                    const char *what)
{
    check_error(ask(command, pin, argument), VARIANT_FAILURE, error, what);
}

static bool is_done(uint32_t command, uint32_t pin, uint32_t argument)
{
    return ask(command, pin, argument).variant == VARIANT_SUCCESS;
}

static void refusals_check(void)
{
    check(ask(COMMAND_EXISTS, 0, 0).variant == VARIANT_SUCCESS, "there are pins");
    check(ask(BULKHEAD_GPIO_COUNT, 0, 0).value[0] == PINS, "as many as the board gives");
    for (uint32_t i = BULKHEAD_GPIO_OUTPUT; i <= BULKHEAD_GPIO_OFF; i++) {
        refused(i, PINS, 0, ERROR_INVALID, "the first pin that is not a program's");
        refused(i, UINT32_MAX, 0, ERROR_INVALID, "no pin at all");
    }
    refused(BULKHEAD_GPIO_COUNT + 1, 0, 0, ERROR_NO_SUPPORT, "there is no other command");
    refused(BULKHEAD_GPIO_INPUT, 0, 3, ERROR_NO_SUPPORT, "there is no other pull");
    refused(BULKHEAD_GPIO_WATCH, 0, 3, ERROR_NO_SUPPORT, "there is no other edge");
}

static void outputs_check(void)
{
    bool holds = true;
    for (uint32_t i = 0; i < PINS; i++) {
        holds = holds && is_done(BULKHEAD_GPIO_OUTPUT, i, 0) && !bulkhead_gpio_is_high(i);
    }
    check(holds, "all pins are outputs, and low");
    for (uint32_t i = 0; i < PINS; i++) {
        holds = holds && is_done(BULKHEAD_GPIO_SET, i, 0);
        for (uint32_t j = 0; j < PINS; j++) {
            holds = holds && bulkhead_gpio_is_high(j) == (i == j);
        }
        holds = holds && is_done(BULKHEAD_GPIO_TOGGLE, i, 0) && !bulkhead_gpio_is_high(i) &&
                is_done(BULKHEAD_GPIO_TOGGLE, i, 0) && bulkhead_gpio_is_high(i) &&
                is_done(BULKHEAD_GPIO_CLEAR, i, 0) && !bulkhead_gpio_is_high(i);
    }
    check(holds, "each pin is driven alone");
    check(is_done(BULKHEAD_GPIO_SET, 3, 0) && is_done(BULKHEAD_GPIO_OFF, 3, 0) &&
              !bulkhead_gpio_is_high(3),
          "a pin that is off is not high");
    check(is_done(BULKHEAD_GPIO_OUTPUT, 3, 0) && !bulkhead_gpio_is_high(3),
          "and begins low when it is used again");
    check(is_done(BULKHEAD_GPIO_OFF, 4, 0) && is_done(BULKHEAD_GPIO_SET, 4, 0) &&
              is_done(BULKHEAD_GPIO_OUTPUT, 4, 0) && bulkhead_gpio_is_high(4),
          "a level that is set before is that of the output");
}

static void light_check(void)
{
    struct bulkhead_result result = bulkhead_command(DRIVER_LED, 0, 0, 0);
    check(result.value[0] == LIGHTS, "there is one light");
    check(bulkhead_command(DRIVER_LED, 4, 0, 0).value[0] == 0, "which is dark");
    (void)bulkhead_command(DRIVER_LED, 1, 0, 0);
    check(bulkhead_command(DRIVER_LED, 4, 0, 0).value[0] == 1, "and can be lit");
    result = bulkhead_command(DRIVER_BUTTON, 0, 0, 0);
    check(result.value[0] == BUTTONS, "there are five buttons");
}

int main(void)
{
    refusals_check();
    outputs_check();
    light_check();
    return check_done("pins_use");
}
