// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    enum buffer_kind kind = command->argument[1]; // expect: enum-cast
    command_success_u32(command, (uint32_t)buffer_length(command->process, kind, 0));
}
