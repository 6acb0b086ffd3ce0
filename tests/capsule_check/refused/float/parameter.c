// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static uint32_t rounded(double number) // expect: float
{
    return number > 1 ? 2 : 1; // expect: float
}

void example_command(struct command *command)
{
    command_success_u32(command, rounded(2)); // expect: float
}
