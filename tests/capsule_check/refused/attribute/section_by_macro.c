// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

SECTION(".kernel") static const uint32_t example_words[2] = {1, 2}; // expect: attribute

void example_command(struct command *command)
{
    command_success_u32(command, example_words[1]);
}
