// SPDX-License-Identifier: Apache-2.0 OR MIT
// A number becomes an enum by a function that checks it.
#include "example.h"

static enum error error_of(uint32_t number)
{
    switch (number) {
    case ERROR_NONE:
        return ERROR_NONE;
    case ERROR_BUSY:
        return ERROR_BUSY;
    default:
        return ERROR_FAILED;
    }
}

void example_command(struct command *command)
{
    enum error error = error_of(command->argument[0]);
    command_success_u32_u32(command, (uint32_t)error, error == ERROR_NONE ? 1 : 0);
}
