// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

enum {
    ATOMIC_BOOL_LOCK_FREE = 5, // expect: token
};

static uint32_t atomic_load(uint32_t number) // expect: token
{
    return number + ATOMIC_BOOL_LOCK_FREE; // expect: token
}

void example_command(struct command *command)
{
    command_success_u32(command, atomic_load(command->argument[0])); // expect: token
}
