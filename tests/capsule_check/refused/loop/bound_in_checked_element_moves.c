// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint32_t ends[2];
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    for (uint32_t i = 0; i < AT(example.ends, command->number); i++) {
        AT(example.ends, command->number) += 2; // expect: loop
    }
}
