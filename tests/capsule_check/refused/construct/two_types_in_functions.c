// SPDX-License-Identifier: Apache-2.0 OR MIT
// Bytes of one type would be shown as another of the same name.
#include "example.h"

void example_command(struct command *command)
{
    struct example_client { // expect: construct
        uint32_t words[4];
    };
    enum error error;
    WITH_GRANT(struct example_client, client, command->process, error)
    {
        client->words[0] = 99;
    }
    (void)error;
}

void example_process_ended(struct process_id *process)
{
    struct example_client { // expect: construct
        struct lease lease;
    };
    enum error error;
    WITH_GRANT(struct example_client, client, process_id_at(process), error)
    {
        (void)lease_left(&client->lease);
    }
    (void)error;
}
