// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint8_t line[64];
    size_t length;
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    size_t length = buffer_length(command->process, BUFFER_READ_ONLY, 1);
    length = length < sizeof(example.line) ? length : sizeof(example.line);
    enum error error = buffer_copy_in(command->process, BUFFER_READ_ONLY, 1, 0,
                                      SPAN_PART(example.line, 0, length));
    if (error == ERROR_NONE) {
        example.length = length;
        error = buffer_copy_out(command->process, 1, 0,
                                CONST_SPAN_PART(example.line, 0, example.length));
    }
    command_result(command, error);
}
