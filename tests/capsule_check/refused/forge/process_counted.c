// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    command->process.number += 1; // expect: forge
    command->process.number++;    // expect: forge
    command_success(command);
}
