// SPDX-License-Identifier: Apache-2.0 OR MIT
// The conversion stands in the macro.
#include "example.h"
#include <lib/cell.h>

static struct {
    VALUE_CELL(enum error) last;
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    VALUE_SET(example.last, command->argument[0]); // expect: enum-cast
    command_failure(command, VALUE_GET(example.last));
}
