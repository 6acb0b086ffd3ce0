// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint8_t line[16];
    uint32_t count;
} example CAPSULE_STATE;

static void f(struct command command[2])
{
    command[1].number = 5; // expect: dereference
}

void example_command(struct command *command)
{
    example.count = 1;
    f(command);
}
