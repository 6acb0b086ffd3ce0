// SPDX-License-Identifier: Apache-2.0 OR MIT
// The second case has it, too, but has not set it.
#include "example.h"

static struct {
    uint8_t line[16];
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    switch (command->number) {
    case 0:;
        struct text text = TEXT_IN(example.line); // expect: switch
        text_add_byte(&text, 1);
        break;
    default:
        text_add_byte(&text, 2);
        break;
    }
}
