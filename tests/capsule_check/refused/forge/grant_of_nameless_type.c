// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    enum error error = ERROR_NONE;
    WITH_GRANT(struct { uint8_t bytes[4000]; }, client, command->process, error) // expect: forge
    {
        AT(client->bytes, 3000) = 1;
    }
    command_result(command, error);
}
