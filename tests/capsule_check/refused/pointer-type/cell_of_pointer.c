// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"
#include <lib/cell.h>

struct example_client {
    uint32_t number;
};

static struct {
    OPTIONAL_CELL(struct example_client *) kept; // expect: pointer-type
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    enum error error = ERROR_NONE;
    WITH_GRANT(struct example_client, client, command->process, error)
    {
        OPTIONAL_SET(example.kept, client);
    }
    command_result(command, error);
}

void example_timer(void)
{
    struct example_client *stale = OPTIONAL_GET(example.kept);
    stale->number = 1;
}
