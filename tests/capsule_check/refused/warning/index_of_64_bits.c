// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint8_t line[16];
    uint32_t count;
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    uint64_t n = 0x100000000ull;
    AT(example.line, n) = 1; // expect: warning
    command_success(command);
}
