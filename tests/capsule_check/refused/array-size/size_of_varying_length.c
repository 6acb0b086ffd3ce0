// SPDX-License-Identifier: Apache-2.0 OR MIT
// The size of an array that there is not.
#include "example.h"

void example_command(struct command *command)
{
    command_success_u32(command, sizeof(uint32_t[command->number])); // expect: array-size
}
