// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

struct bytes {
    uint8_t of[64];
};

void example_command(struct command *command)
{
    const struct bytes one = {.of = {1}};
    const struct bytes two = {.of = {2}};
    const struct const_span view =
        CONST_SPAN_IN((command->number == 0 ? one : two).of); // expect: escape
    command_success_u32(command, const_span_byte(view, command->argument[0]));
}
