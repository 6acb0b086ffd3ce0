// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static void command_fail(struct command *command)
{
    command_failure(command, ERROR_INVALID);
}

void example_command(struct command *command)
{
    command_fail(command + 1); // expect: pointer-arithmetic
}
