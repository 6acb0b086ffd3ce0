// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

#include <lib/text.h>

static struct {
    uint8_t line[16];
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    struct text text = TEXT_IN(example.line);
    TEXT_PUT_BEFORE(&text, "any address"[command->argument[0]] == 'x' // expect: subscript
                               ? "yes"
                               : "no");
    command_success_u32(command, AT(example.line, 0));
}
