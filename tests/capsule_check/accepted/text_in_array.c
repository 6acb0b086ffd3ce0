// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint8_t line[80];
    size_t length;
} example CAPSULE_STATE;

static void line_fill(struct text *text, uint32_t number)
{
    TEXT_PRINT(text, "number %4x", number);
    text_end_line(text);
}

void example_command(struct command *command)
{
    struct text text = TEXT_IN(example.line);
    line_fill(&text, command->argument[0]);
    example.length = text_length(&text);
    struct const_span bytes = text_span(&text);
    size_t taken = example_uart.transmit(&bytes);
    command_success_u32(command, (uint32_t)taken);
}
