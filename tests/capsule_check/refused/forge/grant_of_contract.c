// SPDX-License-Identifier: Apache-2.0 OR MIT
// Numbers from a grant would be called.
#include "example.h"

void example_command(struct command *command)
{
    enum error error = ERROR_NONE;
    bool is_there = false;
    WITH_GRANT(struct led_bank, lights, command->process, error) // expect: forge
    {
        is_there = lights->count > 0;
    }
    command_success_u32(command, is_there ? 1 : 0);
}
