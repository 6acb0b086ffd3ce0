// SPDX-License-Identifier: Apache-2.0 OR MIT
// The grant of another process would be left.
#include "example.h"

struct numbers {
    uint32_t word;
};

void example_command(struct command *command)
{
    enum error error = ERROR_NONE;
    WITH_GRANT(struct numbers, numbers, command->process, error)
    {
        scope_of_numbers.process.number = 0; // expect: private
    }
    command_result(command, error);
}
