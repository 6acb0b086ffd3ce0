// SPDX-License-Identifier: Apache-2.0 OR MIT
// Both sides of the assignment are the macro's.
#include "example.h"
#include <lib/ring.h>

static struct {
    RING(uint32_t, 4) numbers;
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    enum error error = ERROR_NONE;
    (void)RING_PUT(example.numbers, command->argument[0]);
    (void)RING_TAKE(example.numbers, error); // expect: enum-cast
    command_failure(command, error);
}
