// SPDX-License-Identifier: Apache-2.0 OR MIT
// A name that looks like another one.
#include "example.h"

void example_command(struct command *command)
{
    uint32_t numbеr = command->number;    // expect: token
    command_success_u32(command, numbеr); // expect: token
}
