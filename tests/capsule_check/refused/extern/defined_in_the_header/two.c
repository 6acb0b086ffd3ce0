// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "other.h"

void example_command(struct command *command)
{
    command_success(command);
}
