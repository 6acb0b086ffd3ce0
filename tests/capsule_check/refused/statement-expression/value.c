// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    uint32_t doubled = ({ // expect: statement-expression
        uint32_t number = command->argument[0];
        number * 2u;
    });
    command_success_u32(command, doubled);
}
