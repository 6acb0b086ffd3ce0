// SPDX-License-Identifier: Apache-2.0 OR MIT
// The state of a process is kept beyond its block.
#include "example.h"

struct example_client {
    uint32_t count;
};

void example_command(struct command *command)
{
    struct example_client *kept = NULL; // expect: implicit-cast
    enum error error = ERROR_NONE;
    WITH_GRANT(struct example_client, client, command->process, error)
    {
        kept = client; // expect: stored-view
    }
    if (kept != NULL) {
        kept->count++;
    }
    command_result(command, error);
}
