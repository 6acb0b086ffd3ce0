// SPDX-License-Identifier: Apache-2.0 OR MIT
// The block of a grant would go on after the grant was left.
#include "example.h"

struct numbers {
    uint32_t word;
};

void example_command(struct command *command)
{
    enum error error = ERROR_NONE;
    WITH_GRANT(struct numbers, numbers, command->process, error)
    {
        grant_scope_close(&scope_of_numbers); // expect: private
        numbers->word = 1;
    }
    command_result(command, error);
}
