// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint8_t line[16];
    uint32_t count;
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    struct text text = TEXT_IN(example.line);
    text_print(&text, "%d %s", time_now(), "x"); // expect: warning
    command_success(command);
}
