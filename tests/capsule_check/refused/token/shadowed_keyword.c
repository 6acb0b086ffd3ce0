// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    __extension__ uint32_t number = command->number; // expect: token
    command_success_u32(command, number);
}
