// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

struct bytes {
    uint8_t of[64];
};

static struct bytes bytes_make(void)
{
    const struct bytes bytes = {.of = {1}};
    return bytes;
}

void example_command(struct command *command)
{
    // What the call returns is gone at the end of this statement.
    const struct span view = SPAN_IN(bytes_make().of); // expect: escape
    span_byte_set(view, command->argument[0], 1);
    command_success(command);
}
