// SPDX-License-Identifier: Apache-2.0 OR MIT
// The macro lays a literal before its argument: the difference is the macro's and the capsule's.
#include "example.h"

#include <lib/text.h>

static struct {
    uint8_t line[16];
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    struct text text = TEXT_IN(example.line);
    TEXT_PUT_BEFORE(&text, "any address" - command->argument[0]); // expect: pointer-arithmetic
    command_success_u32(command, AT(example.line, 0));
}
