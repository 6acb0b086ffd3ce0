// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    for (uint32_t i = 0; i < command->number; i++) {
        command->number++; // expect: loop
    }
}
