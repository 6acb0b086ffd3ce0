// SPDX-License-Identifier: Apache-2.0 OR MIT
// A range of elements has one value: a form of GNU C.
#include "example.h"

static const uint8_t example_bytes[8] = {[0 ... 3] = 1}; // expect: construct

void example_command(struct command *command)
{
    command_success_u32(command, AT(example_bytes, command->number));
}
