// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

#include <lib/checked.h>

void example_command(struct command *command)
{
    uintptr_t sum = 0;
    uintptr_t product = 0;
    if (!checked_add(command->argument[0], command->argument[1], &sum) ||
        !checked_multiply(sum, 3, &product)) {
        command_failure(command, ERROR_SIZE);
        return;
    }
    command_success_u32_u32(command, (uint32_t)sum, (uint32_t)product);
}
