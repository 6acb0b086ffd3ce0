// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    switch (command->number) { // expect: switch
    case COMMAND_EXISTS:
        command_success(command);
        break;
    case 1:
        command_failure(command, ERROR_BUSY);
        break;
    }
}
