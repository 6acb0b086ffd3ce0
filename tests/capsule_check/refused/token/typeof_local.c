// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    typeof(command->number) number = command->number; // expect: token
    command_success_u32(command, number);
}
