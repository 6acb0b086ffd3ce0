// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint8_t bytes[16];
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    struct transfer_buffer buffer = transfer_buffer_home(0);
    size_t count = transfer_buffer_capacity(buffer);
    count = count < sizeof(example.bytes) ? count : sizeof(example.bytes);
    enum error error = transfer_buffer_read(buffer, 0, SPAN_PART(example.bytes, 0, count));
    if (error == ERROR_NONE) {
        error = transfer_buffer_write(buffer, 0, CONST_SPAN_PART(example.bytes, 0, count));
    }
    command_result(command, error);
}
