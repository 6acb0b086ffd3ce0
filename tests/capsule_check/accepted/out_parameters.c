// SPDX-License-Identifier: Apache-2.0 OR MIT
// The address of a local is an argument of a call, and nothing else.
#include "example.h"

struct range_found {
    uint32_t first;
    uint32_t count;
};

static bool range_find(uint32_t number, struct range_found *found)
{
    found->first = number / 4u;
    found->count = 4;
    return number < 100;
}

void example_command(struct command *command)
{
    struct range_found found;
    if (!range_find(command->argument[0], &found)) {
        command_failure(command, ERROR_INVALID);
        return;
    }
    command_success_u32_u32(command, found.first, found.count);
}
