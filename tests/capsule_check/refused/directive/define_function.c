// SPDX-License-Identifier: Apache-2.0 OR MIT
// The check of every AT() that follows would be gone.
#include "example.h"

#define checked_index(index, count) (index) // expect: directive

void example_command(struct command *command)
{
    command_success_u32(command, command->number);
}
