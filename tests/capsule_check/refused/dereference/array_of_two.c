// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint32_t few[4];
    uint32_t many[40];
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    (command->number > 3 ? example.few : example.many)[30] = 4; // expect: dereference
}
