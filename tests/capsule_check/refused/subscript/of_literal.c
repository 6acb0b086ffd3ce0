// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    command_success_u32(command, (uint8_t)"abc"[9]); // expect: subscript
}
