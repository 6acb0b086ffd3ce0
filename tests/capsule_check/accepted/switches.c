// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static uint32_t kind_of(enum terminal_placement placement)
{
    switch (placement) {
    case TERMINAL_TEXT:
        return 1;
    case TERMINAL_PROMPT:
    case TERMINAL_PROMPT_MORE:
        return 2;
    }
    return 0;
}

void example_command(struct command *command)
{
    uint32_t kind = 0;
    switch (command->number) {
    case COMMAND_EXISTS:
        break;
    case 1: {
        uint32_t number = command->argument[0];
        kind = number + kind_of(TERMINAL_PROMPT);
        break;
    }
    case 2:
        timer_cancel();
        return;
    default:
        kind = 7;
        break;
    }
    command_success_u32(command, kind);
}
