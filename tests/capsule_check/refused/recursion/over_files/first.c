// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "second.h"

uint32_t example_first(uint32_t depth) // expect: recursion
{
    return depth == 0 ? 0 : example_second(depth - 1u);
}

void example_command(struct command *command)
{
    command_success_u32(command, example_first(command->argument[0]));
}
