// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static size_t length_of(const uint8_t *bytes) // expect: pointer-type
{
    return bytes == NULL ? 0 : 1;
}

static struct {
    uint8_t line[16];
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    command_success_u32(command, (uint32_t)length_of(example.line));
}
