// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

struct example_client {
    uint32_t count;
};

void example_command(struct command *command)
{
    enum error error = ERROR_NONE;
    WITH_GRANT(struct example_client, client, command->process, error)
    {
        if (client->count == 0) {
            goto empty; // expect: goto
        }
    }
    command_result(command, error);
    return;
empty: // expect: goto
    command_failure(command, ERROR_OFF);
}
