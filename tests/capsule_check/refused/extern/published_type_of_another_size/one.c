// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"
#include "part.h"

void example_command(struct command *command)
{
    example_part(command);
}
