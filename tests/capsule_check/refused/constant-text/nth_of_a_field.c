// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint8_t line[16];
    uint32_t count;
} example CAPSULE_STATE;

struct n {
    char t[4];
};

static const struct n n = {"abcd"};

void example_command(struct command *command)
{
    struct text text = TEXT_IN(example.line);
    text_add(&text, TEXT_NTH(n.t, command->number)); // expect: constant-text
    command_success(command);
}
