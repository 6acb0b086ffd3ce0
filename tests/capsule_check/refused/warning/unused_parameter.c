// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static uint32_t number_of(uint32_t number, uint32_t unit) // expect: warning
{
    return number;
}

void example_command(struct command *command)
{
    command_success_u32(command, number_of(command->number, 2));
}
