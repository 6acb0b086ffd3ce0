// SPDX-License-Identifier: Apache-2.0 OR MIT
// What follows may be anything.
#include "example.h"

void example_command(struct command *command)
{
    if (command->number > 3) {
        __builtin_unreachable(); // expect: builtin
    }
    command_success(command);
}
