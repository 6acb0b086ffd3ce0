// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

struct example_client {
    uint32_t count;
};

static struct example_client *client_of(struct process_id process) // expect: stored-view
{
    enum error error = ERROR_NONE;
    WITH_GRANT(struct example_client, client, process, error)
    {
        return client;
    }
    return NULL; // expect: implicit-cast
}

void example_command(struct command *command)
{
    client_of(command->process)->count++;
    command_success(command);
}
