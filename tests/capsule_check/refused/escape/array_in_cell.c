// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

#include <lib/cell.h>

struct bytes {
    uint8_t of[64];
};

static struct {
    OPTIONAL_CELL(struct bytes) last;
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    // What a cell gives is a copy.
    const struct const_span view = CONST_SPAN_IN(OPTIONAL_GET(example.last).of); // expect: escape
    command_success_u32(command, const_span_byte(view, command->argument[0]));
}
