// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    bool is_known = command->number < 4;
    if (is_known = true) { // expect: warning
        command_success(command);
    }
}
