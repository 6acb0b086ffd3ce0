// SPDX-License-Identifier: Apache-2.0 OR MIT
// The index was checked, but not against this array.
#include "example.h"

#include <lib/checked_index.h>

static struct {
    uint32_t counts[8];
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    example.counts[checked_index(command->number, 9)] = 1; // expect: subscript
}
