// SPDX-License-Identifier: Apache-2.0 OR MIT
// A type larger than the grant would show what lies behind it.
#include "example.h"

struct numbers {
    uint32_t words[1000];
};

void example_command(struct command *command)
{
    enum error error = ERROR_NONE;
    WITH_GRANT(struct numbers, numbers, command->process, error) // expect: forge
    {
        numbers->words[999] = 1;
    }
    command_result(command, error);
}
