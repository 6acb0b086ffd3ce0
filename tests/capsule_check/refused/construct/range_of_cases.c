// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    switch (command->number) {
    case 1 ... 4: // expect: construct
        command_success(command);
        break;
    default:
        command_failure(command, ERROR_NO_SUPPORT);
        break;
    }
}
