// SPDX-License-Identifier: Apache-2.0 OR MIT
// As long as a pointer, and not as either text.
#include "example.h"

static struct {
    uint8_t line[16];
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    (void)span_copy(SPAN_IN(example.line),
                    CONST_SPAN_OF_TEXT("a"[0] != 'a' || command->number > 4 // expect: constant-text
                                           ? "b"
                                           : "c"));
}
