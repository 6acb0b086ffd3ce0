// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static uint32_t deep(uint32_t number)
{
    return number == 0 ? 0 : (&deep)(number - 1) + 1; // expect: function-pointer
}

void example_command(struct command *command)
{
    command_success_u32(command, deep(command->argument[0]));
}
