// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"
#include "own.h"

#include "own.h"

void example_command(struct command *command)
{
    command_success_u32(command, console_state.words[0]);
}
