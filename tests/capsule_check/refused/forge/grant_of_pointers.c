// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    enum error error = ERROR_NONE;
    bool is_there = false;
    WITH_GRANT(struct command *, kept, command->process, error) // expect: forge
    {
        is_there = kept != NULL;
    }
    command_success_u32(command, is_there ? 1 : 0);
}
