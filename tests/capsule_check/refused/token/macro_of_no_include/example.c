// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

#include <capsule.h>

void example_command(struct command *command)
{
    enum error error = ERROR_NONE;
    WITH_GRANT(struct example_client, client, command->process, error)
    {
        client->words[179] = 1;
    }
    command_result(command, error);
}
