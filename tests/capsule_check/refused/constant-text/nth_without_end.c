// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint8_t line[16];
    uint32_t count;
} example CAPSULE_STATE;

static const char four[4] = "abcd";

void example_command(struct command *command)
{
    struct text text = TEXT_IN(example.line);
    text_add(&text, TEXT_NTH(four, command->number)); // expect: constant-text
    command_success(command);
}
