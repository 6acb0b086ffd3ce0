// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static uint32_t first(uint32_t depth);

static uint32_t third(uint32_t depth) // expect: recursion
{
    return first(depth);
}

static uint32_t second(uint32_t depth) // expect: recursion
{
    return third(depth);
}

static uint32_t first(uint32_t depth) // expect: recursion
{
    return depth == 0 ? 0 : second(depth - 1u);
}

void example_command(struct command *command)
{
    command_success_u32(command, first(command->argument[0]));
}
