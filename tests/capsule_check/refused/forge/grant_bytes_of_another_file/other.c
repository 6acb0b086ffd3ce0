// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "other.h"

enum { EXAMPLE_GRANT_BYTES = 800 };

struct example_client {
    uint32_t words[180];
};

void example_fill(struct command *command)
{
    enum error error = ERROR_NONE;
    WITH_GRANT(struct example_client, client, command->process, error) // expect: forge
    {
        client->words[179] = command->argument[0];
    }
    command_result(command, error);
}
