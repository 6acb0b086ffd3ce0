// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

struct example_client {
    struct text text; // expect: stored-view
};

void example_command(struct command *command)
{
    enum error error = ERROR_NONE;
    WITH_GRANT(struct example_client, client, command->process, error)
    {
        text_clear(&client->text);
    }
    command_result(command, error);
}
