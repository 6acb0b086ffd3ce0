// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static bool is_odd(uint32_t number);

static bool is_even(uint32_t number) // expect: recursion
{
    return number == 0 || is_odd(number - 1u);
}

static bool is_odd(uint32_t number) // expect: recursion
{
    return number != 0 && is_even(number - 1u);
}

void example_command(struct command *command)
{
    command_success_u32(command, is_even(command->argument[0]) ? 1 : 0);
}
