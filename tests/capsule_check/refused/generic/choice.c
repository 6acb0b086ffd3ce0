// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    uint32_t kind = _Generic(command->number, uint32_t: 1u, default: 2u); // expect: generic
    command_success_u32(command, kind);
}
