// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

enum { LAST = sizeof(int_fast16_t) }; // expect: fast-type

void example_command(struct command *command)
{
    command_success_u32(command, LAST);
}
