// SPDX-License-Identifier: Apache-2.0 OR MIT
// The array ends with the inner block, the span that shows it does not.
#include "example.h"

void example_command(struct command *command)
{
    uint8_t line[4] = {0};
    struct span shown = SPAN_IN(line);
    for (size_t i = 0; i < 1; i++) {
        uint8_t inner[64] = {0};
        shown = SPAN_IN(inner); // expect: stored-view
    }
    span_byte_set(shown, 60, 1);
    command_success(command);
}
