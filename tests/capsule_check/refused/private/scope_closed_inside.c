// SPDX-License-Identifier: Apache-2.0 OR MIT
// The grant of somebody else would be left at the end of the block.
#include "example.h"

struct numbers {
    uint32_t word;
};

void example_command(struct command *command)
{
    enum error error = ERROR_NONE;
    WITH_GRANT(struct numbers, numbers, command->process, error) // expect: warning
    {
        numbers->word = 1;
        scope_of_numbers.error = ERROR_BUSY; // expect: private
    }
    command_result(command, error);
}
