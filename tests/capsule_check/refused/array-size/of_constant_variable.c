// SPDX-License-Identifier: Apache-2.0 OR MIT
// A constant variable is no constant in C.
#include "example.h"

void example_command(struct command *command)
{
    const uint32_t count = command->argument[0] & 7u;
    uint32_t words[count + 1u]; // expect: array-size
    command_success_u32(command, (uint32_t)sizeof(words));
}
