// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint8_t line[64];
    size_t length;
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    struct lease lease;
    lease_take(command->process, BUFFER_READ_WRITE, 1, sizeof(example.line), &lease);
    struct lease start = lease;
    size_t length = lease_left(&lease);
    enum error error = lease_read(&lease, SPAN_PART(example.line, 0, length));
    if (error == ERROR_NONE) {
        example.length = lease_done(&lease);
        error = lease_write(&start, CONST_SPAN_PART(example.line, 0, example.length));
    }
    command_result(command, error);
}
