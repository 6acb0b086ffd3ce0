// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

const uint32_t kernel_stack_bytes = 64; // expect: export

void example_command(struct command *command)
{
    command_success_u32(command, kernel_stack_bytes);
}
