// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    span_check_(command->argument[0], 1, 8); // expect: private
    command_success(command);
}
