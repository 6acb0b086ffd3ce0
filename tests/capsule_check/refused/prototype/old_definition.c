// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static uint32_t next_of(number) // expect: prototype
uint32_t number;
{
    return number + 1u;
}

void example_command(struct command *command)
{
    command_success_u32(command, next_of(command->argument[0]));
}
