// SPDX-License-Identifier: Apache-2.0 OR MIT
// The pointer is to constants, but the structure is not one of those whose objects stay.
#include "example.h"

static struct {
    const struct command *last; // expect: pointer-type
    uint32_t count;
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    example.count += command->number;
}
