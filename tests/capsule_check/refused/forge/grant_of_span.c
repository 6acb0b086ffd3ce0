// SPDX-License-Identifier: Apache-2.0 OR MIT
// Numbers that the capsule wrote into a grant come back as a view.
#include "example.h"

struct numbers {
    uint32_t words[2];
};

void example_command(struct command *command)
{
    enum error error = ERROR_NONE;
    WITH_GRANT(struct numbers, numbers, command->process, error)
    {
        numbers->words[0] = command->argument[0];
        numbers->words[1] = 64;
    }
    uint32_t length = 0;
    WITH_GRANT(struct span, forged, command->process, error) // expect: forge
    {
        length = forged == NULL ? 0 : 1;
    }
    command_success_u32(command, length);
}
