// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

struct example_client {
    uint16_t pending : 3; // expect: bit-field
};

void example_command(struct command *command)
{
    enum error error = ERROR_NONE;
    WITH_GRANT(struct example_client, client, command->process, error)
    {
        client->pending = 1;
    }
    command_result(command, error);
}
