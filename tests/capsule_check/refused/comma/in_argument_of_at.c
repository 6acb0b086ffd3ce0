// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint32_t counts[4];
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    uint32_t i = 0;
    uint32_t count = AT(example.counts, ((void)i++, i)); // expect: comma
    command_success_u32(command, count);
}
