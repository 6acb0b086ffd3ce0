// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"
#include <lib/ring.h>

static struct {
    RING(enum error, 4) errors;
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    (void)RING_PUT(example.errors, command->argument[0]); // expect: enum-cast
}
