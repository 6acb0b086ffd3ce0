// SPDX-License-Identifier: Apache-2.0 OR MIT
// A pointer becomes a number, which tells a program where the kernel's stack is.
#include "example.h"

void example_command(struct command *command)
{
    command_success_u32(command, (uint32_t)command); // expect: ptr-cast
}
