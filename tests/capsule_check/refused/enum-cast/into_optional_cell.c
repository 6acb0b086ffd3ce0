// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"
#include <lib/cell.h>

static struct {
    OPTIONAL_CELL(enum process_action) wanted;
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    OPTIONAL_SET(example.wanted, command->argument[0]); // expect: enum-cast
}
