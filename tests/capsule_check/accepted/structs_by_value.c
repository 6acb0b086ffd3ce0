// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

struct turn {
    struct process_id process;
    uint32_t length;
    uint16_t parts[3];
};

static struct turn turn_after(struct turn turn)
{
    turn.length++;
    struct turn next = turn;
    next.parts[0] = 1;
    return next;
}

void example_command(struct command *command)
{
    struct turn turn = {.process = command->process, .length = command->argument[0]};
    turn = turn_after(turn);
    command_success_u32(command, turn_after(turn).length);
}
