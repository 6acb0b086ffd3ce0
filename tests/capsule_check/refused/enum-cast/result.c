// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static enum error error_of(uint32_t number)
{
    return number; // expect: enum-cast
}

void example_command(struct command *command)
{
    command_result(command, error_of(command->argument[0]));
}
