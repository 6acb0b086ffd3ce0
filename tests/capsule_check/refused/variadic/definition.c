// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static uint32_t first_of(uint32_t count, ...) // expect: variadic
{
    return count;
}

void example_command(struct command *command)
{
    command_success_u32(command, first_of(1, 2, 3));
}
