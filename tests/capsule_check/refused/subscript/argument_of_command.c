// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    command_success_u32(command, command->argument[command->number]); // expect: subscript
}
