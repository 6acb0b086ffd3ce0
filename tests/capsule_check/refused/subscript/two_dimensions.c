// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint8_t cells[4][4];
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    AT(example.cells[command->argument[0]], 0) = 1; // expect: subscript
}
