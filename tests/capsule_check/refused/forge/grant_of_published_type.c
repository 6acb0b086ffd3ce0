// SPDX-License-Identifier: Apache-2.0 OR MIT
// What the grant keeps is a structure of the capsule's own.
#include "example.h"

void example_command(struct command *command)
{
    enum error error = ERROR_NONE;
    WITH_GRANT(struct command, client, command->process, error) // expect: forge
    {
        client->number = command->number;
    }
    command_result(command, error);
}
