// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static uint32_t low_of(unsigned long number) // expect: fast-type
{
    return (uint32_t)number;
}

void example_command(struct command *command)
{
    command_success_u32(command, low_of(command->number));
}
