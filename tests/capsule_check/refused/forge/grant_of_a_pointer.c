// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint8_t line[16];
    uint32_t count;
} example CAPSULE_STATE;

struct g {
    uint8_t b[4];
};

void example_command(struct command *command)
{
    example.count = 1;
    enum error error = ERROR_NONE;
    WITH_GRANT(struct g *, g, command->process, error) // expect: forge
    {
        (void)g;
    }
    command_result(command, error);
}
