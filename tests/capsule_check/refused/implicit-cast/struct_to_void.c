// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

#include <lib/memory.h>

void example_command(struct command *command)
{
    memory_clear(command, 4 * sizeof(struct command)); // expect: implicit-cast
}
