// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

struct example_line {
    const char *format CONSTANT_TEXT;
};

static const struct example_line l = {.format = "%s"};

static struct {
    uint8_t line[16];
    uint32_t count;
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    struct text text = TEXT_IN(example.line);
    text_print(&text, l.format, 5u); // expect: warning
    command_success(command);
}
