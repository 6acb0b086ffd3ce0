// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"
#include "own.h"

void example_command(struct command *command)
{
    (&memory_clear)(command->argument[0], command->argument[1]); // expect: function-pointer
    command_success(command);
}
