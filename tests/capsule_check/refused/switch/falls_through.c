// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    uint32_t count = 0;
    switch (command->number) {
    case 1:
        count++; // expect: switch
    case 2:      // expect: switch
        count++;
        break;
    default:
        break;
    }
    command_success_u32(command, count);
}
