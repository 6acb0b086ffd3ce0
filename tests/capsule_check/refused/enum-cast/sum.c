// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    enum error error = ERROR_BUSY;
    error += command->argument[0]; // expect: enum-cast
    command_result(command, error);
}
