// SPDX-License-Identifier: Apache-2.0 OR MIT
// As a macro hands on a value.
#include "example.h"

enum color { RED = 1, BLUE = 99 };

void example_command(struct command *command)
{
    const enum color color = BLUE;
    command_failure(command, +color); // expect: enum-cast
}
