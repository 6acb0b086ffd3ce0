// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static uint32_t deep(uint32_t number)
{
    return number;
}

static uint32_t deepL(uint32_t number)
{
    return number == 0 ? deep(0) : (uint32_t)INT32_C(deep)(number - 1) + 1; // expect: token
}

void example_command(struct command *command)
{
    command_success_u32(command, deepL(command->argument[0]));
}
