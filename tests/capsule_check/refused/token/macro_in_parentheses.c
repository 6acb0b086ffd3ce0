// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

#include <lib/checked_index.h>

static uint32_t(AT)(uint32_t number) // expect: token
{
    return number + 1;
}

void example_command(struct command *command)
{
    command_success_u32(command, (AT)(command->argument[0])); // expect: token
}
