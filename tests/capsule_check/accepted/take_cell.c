// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    struct take_cell buffer;
} example CAPSULE_STATE;

void example_init(void)
{
    (void)cell_fill(&example.buffer, transfer_buffer_home(0));
}

void example_command(struct command *command)
{
    if (!cell_try_take(&example.buffer)) {
        command_failure(command, ERROR_BUSY);
        return;
    }
    const uint8_t bytes[2] = {1, 2};
    enum error error = cell_write(&example.buffer, 0, CONST_SPAN_IN(bytes));
    cell_put(&example.buffer);
    command_result(command, error);
}
