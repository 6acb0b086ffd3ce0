// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

struct pair {
    uint32_t words[2];
};

void example_command(struct command *command)
{
    uint32_t word = AT(((struct pair *)command)->words, command->number); // expect: ptr-cast
    command_success_u32(command, word);
}
