// SPDX-License-Identifier: Apache-2.0 OR MIT
// Numbers that nobody reads as C.
#include "example.h"

static const uint8_t example_bytes[] = {
#include "bytes.inc" // expect: include
};

void example_command(struct command *command)
{
    command_success_u32(command, AT(example_bytes, command->number));
}
