// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    const enum error errors[2] = {[1] = command->number}; // expect: enum-cast
    command_failure(command, errors[1]);
}
