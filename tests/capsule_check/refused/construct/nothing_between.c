// SPDX-License-Identifier: Apache-2.0 OR MIT
// The value before the colon is left out: a form of GNU C.
#include "example.h"

void example_command(struct command *command)
{
    command_success_u32(command, command->number ?: 1u); // expect: construct
}
