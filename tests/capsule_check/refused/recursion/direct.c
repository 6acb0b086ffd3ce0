// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static uint32_t sum_to(uint32_t number) // expect: recursion
{
    return number == 0 ? 0 : number + sum_to(number - 1u);
}

void example_command(struct command *command)
{
    command_success_u32(command, sum_to(command->argument[0]));
}
