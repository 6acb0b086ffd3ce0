// SPDX-License-Identifier: Apache-2.0 OR MIT
// Two macros without a space between them.
#include "example.h"
#include <lib/cell.h>

struct count {
    uint32_t count;
};

struct client {
    uint8_t bytes[4000];
};

static struct {
    MAP_CELL(struct count) count;
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    enum error error = ERROR_NONE;
    enum error other = ERROR_NONE;
    // clang-format off
    WITH_MAP(struct count, count, example.count, other)WITH_GRANT(
        struct client, client, command->process, error) // expect: forge
    // clang-format on
    {
        count->count++;
        AT(client->bytes, 3000) = 1;
    }
    command_result(command, error);
}
