// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

struct example_client {
    uint32_t count;
    uint8_t name[8];
    bool is_waiting;
};

_Static_assert(sizeof(struct example_client) <= EXAMPLE_GRANT_BYTES, "it fits");

static void client_wake(struct process_id process, struct example_client *client)
{
    client->is_waiting = false;
    (void)upcall_schedule(process, 0, client->count, 0, 0);
}

void example_command(struct command *command)
{
    enum error error;
    WITH_GRANT(struct example_client, client, command->process, error)
    {
        client->count++;
        AT(client->name, client->count % sizeof(client->name)) = 1;
        if (client->is_waiting) {
            client_wake(command->process, client);
            break;
        }
        client->is_waiting = true;
    }
    command_result(command, error);
}
