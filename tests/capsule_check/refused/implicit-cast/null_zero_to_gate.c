// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    (void)command;
    command_success(0); // expect: implicit-cast
}
