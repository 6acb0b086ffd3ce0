// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

#include "limits.h"

struct limits example_limits CAPSULE_STATE;

void example_command(struct command *command)
{
    example_limits.high = LIMITS_MAX;
    command_result(command,
                   limits_hold(&example_limits, command->argument[0]) ? ERROR_NONE : ERROR_INVALID);
}
