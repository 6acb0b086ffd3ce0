// SPDX-License-Identifier: Apache-2.0 OR MIT
// The board reserves what example.h says, whatever the constant is in another file.
#include "example.h"

#include "other.h"

void example_command(struct command *command)
{
    example_fill(command);
}
