// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

union word { // expect: union
    uint32_t word;
    uint8_t bytes[4];
};

static uint8_t low_byte(uint32_t word)
{
    const union word both = {.word = word}; // expect: union
    return both.bytes[0];                   // expect: union
}

void example_command(struct command *command)
{
    command_success_u32(command, low_byte(command->argument[0]));
}
