// SPDX-License-Identifier: Apache-2.0 OR MIT
// The local would show what the stack held before.
#include "example.h"

void example_command(struct command *command)
{
    uint32_t words[2] UNINITIALISED; // expect: attribute
    command_success_u32(command, words[1]);
}
