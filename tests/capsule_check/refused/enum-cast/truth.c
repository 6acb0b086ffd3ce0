// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    command_failure(command, !command->number); // expect: enum-cast
}
