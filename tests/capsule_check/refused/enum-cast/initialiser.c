// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    enum buffer_kind kind = command->argument[1]; // expect: enum-cast
    struct lease lease;
    lease_take(command->process, kind, 0, 4, &lease);
    command_success_u32(command, lease_left(&lease));
}
