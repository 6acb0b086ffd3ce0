// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    command_success(command->number == 0 ? command : NULL); // expect: implicit-cast
}
