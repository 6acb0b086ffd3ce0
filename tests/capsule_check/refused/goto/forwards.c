// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    if (command->number == COMMAND_EXISTS) {
        goto done; // expect: goto
    }
    command->argument[0] = 0;
done: // expect: goto
    command_success(command);
}
