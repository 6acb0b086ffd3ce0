// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

struct example_numbers {
    uint8_t number;
};
struct example_flags {
    bool flag;
};

static struct {
    uint32_t counts[2][64];
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    enum error error = ERROR_NONE;
    WITH_GRANT(struct example_numbers, numbers, command->process, error)
    {
        numbers->number = (uint8_t)command->argument[0];
    }
    WITH_GRANT(struct example_flags, flags, command->process, error) // expect: forge
    {
        AT(example.counts, flags->flag)[0] = command->argument[1];
    }
    command_result(command, error);
}
