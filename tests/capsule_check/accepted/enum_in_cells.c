// SPDX-License-Identifier: Apache-2.0 OR MIT
// Cells and rings hold enums, which go in and out as such.
#include "example.h"
#include <lib/cell.h>
#include <lib/ring.h>

static struct {
    VALUE_CELL(enum error) last;
    OPTIONAL_CELL(enum process_action) wanted;
    RING(enum error, 4) errors;
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    enum error error = ERROR_NONE;
    VALUE_SET(example.last, ERROR_BUSY);
    OPTIONAL_SET(example.wanted, process_action_of(command->argument[0]));
    if (RING_PUT(example.errors, VALUE_GET(example.last)) && RING_TAKE(example.errors, error)) {
        command_failure(command, error);
    }
}
