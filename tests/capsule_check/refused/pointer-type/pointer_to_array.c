// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static size_t rows_of(const uint8_t (*rows)[16]) // expect: pointer-type
{
    return rows == NULL ? 0 : 1;
}

void example_command(struct command *command)
{
    const uint8_t rows[16] = {0};
    command_success_u32(command, (uint32_t)rows_of(&rows));
}
