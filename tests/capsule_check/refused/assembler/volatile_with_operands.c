// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    uint32_t control = 0;
    __asm__ volatile("mrs %0, control" : "=r"(control)); // expect: assembler, volatile
    command_success_u32(command, control);
}
