// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

struct STATIC_ONLY example_client { // expect: attribute
    uint32_t number;
};

static struct {
    const struct example_client *kept;
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    enum error error = ERROR_NONE;
    WITH_GRANT(struct example_client, client, command->process, error)
    {
        example.kept = client;
    }
    command_result(command, error);
}

void example_timer(void)
{
    timer_set(example.kept->number);
}
