// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint32_t counts[8];
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    command_success_u32(command, example.counts[command->argument[0]]); // expect: subscript
}
