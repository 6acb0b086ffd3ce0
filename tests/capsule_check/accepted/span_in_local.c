// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint8_t line[32];
} example CAPSULE_STATE;

static uint32_t sum_of(struct const_span bytes)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < const_span_length(bytes); i++) {
        sum += const_span_byte(bytes, i);
    }
    return sum;
}

void example_command(struct command *command)
{
    struct span all = SPAN_IN(example.line);
    span_byte_set(all, command->argument[0], 1);
    span_move_down(all, 1);
    command_success_u32(command, sum_of(span_read_only(all)));
}
