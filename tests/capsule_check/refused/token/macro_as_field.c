// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint32_t AT; // expect: token
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    example.AT++; // expect: token
    command_success(command);
}
