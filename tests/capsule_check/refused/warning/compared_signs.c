// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    int32_t limit = -1;
    if (command->number < limit) { // expect: warning
        command_success(command);
    }
}
