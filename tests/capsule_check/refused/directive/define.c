// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

#define LIMIT 4 // expect: directive

void example_command(struct command *command)
{
    command_success_u32(command, command->number);
}
