// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

struct numbers {
    uint32_t word;
};

void example_command(struct command *command)
{
    enum error error = ERROR_NONE;
    WITH_GRANT(struct numbers, numbers, command->process, error)
    {
        if (once_numbers->state == NULL) { // expect: private
            numbers->word = 1;
        }
    }
    command_result(command, error);
}
