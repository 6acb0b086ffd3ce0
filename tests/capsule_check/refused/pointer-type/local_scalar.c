// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint32_t count;
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    const uint32_t *count = &example.count; // expect: pointer-type
    command_success_u32(command, count == NULL ? 0 : 1);
}
