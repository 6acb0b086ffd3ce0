// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

struct numbers {
    uint32_t words[4];
};

static struct {
    struct numbers numbers;
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    enum error error = ERROR_NONE;
    WITH_GRANT(struct numbers, numbers, command->process, error)
    {
        numbers = &example.numbers; // expect: stored-view
        numbers->words[0] = 1;
    }
    command_result(command, error);
}
