// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    enum error error = ERROR_NONE;
    WITH_GRANT(void, anything, command->process, error) // expect: pointer-type
    {
        (void)anything;
    }
    command_result(command, error);
}
