// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "led.h"

enum { LED_COUNT_MAX = 32 };

void led_init(void)
{
    for (uint32_t i = 0; i < LED_COUNT_MAX && i < led_lights.count; i++) {
        led_lights.set(i, false);
    }
}

void led_command(struct command *command)
{
    uint32_t index = command->argument[0];
    if (command->number == COMMAND_EXISTS) {
        command_success_u32(command, led_lights.count);
        return;
    }
    if (command->number > LED_COMMAND_READ) {
        command_failure(command, ERROR_NO_SUPPORT);
        return;
    }
    if (index >= led_lights.count) {
        command_failure(command, ERROR_INVALID);
        return;
    }
    switch (command->number) {
    case LED_COMMAND_ON:
        led_lights.set(index, true);
        break;
    case LED_COMMAND_OFF:
        led_lights.set(index, false);
        break;
    case LED_COMMAND_TOGGLE:
        led_lights.set(index, !led_lights.is_on(index));
        break;
    default:
        command_success_u32(command, led_lights.is_on(index) ? 1 : 0);
        return;
    }
    command_success(command);
}
