// SPDX-License-Identifier: Apache-2.0 OR MIT
// The function gets another name for the linker.
#include "example.h"

static uint32_t tick_count(void) __asm__("kernel_tick_count"); // expect: attribute, assembler

static uint32_t tick_count(void)
{
    return 1;
}

void example_command(struct command *command)
{
    command_success_u32(command, tick_count());
}
