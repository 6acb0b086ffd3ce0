// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "own.h"

void example_command(struct command *command)
{
    uint32_t number = abs_difference(command->number, 4); // expect: call
    command_success_u32(command, number);
}
