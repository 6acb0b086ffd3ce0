// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    uint8_t line[command->argument[0]]; // expect: array-size
    command_success_u32(command, (uint32_t)sizeof(line));
}
