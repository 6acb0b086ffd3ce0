// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

extern uint32_t kernel_tick_count; // expect: extern

void example_command(struct command *command)
{
    command_success_u32(command, kernel_tick_count);
}
