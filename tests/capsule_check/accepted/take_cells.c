// SPDX-License-Identifier: Apache-2.0 OR MIT
// Cells are taken by conditions, also of several parts, and those of an array by a function.
#include "example.h"

#include <lib/checked_index.h>

static struct {
    struct take_cell buffers[2];
    struct take_cell buffer;
    uint32_t sizes[sizeof(uint32_t[4])];
} example CAPSULE_STATE;

static void clear(struct take_cell *cell)
{
    const uint8_t bytes[2] = {0};
    if (!cell_try_take(cell)) {
        return;
    }
    (void)!cell_write(cell, 0, CONST_SPAN_IN(bytes));
    cell_put(cell);
}

void example_command(struct command *command)
{
    enum { BUFFERS = 2 };
    if (command->number >= BUFFERS || !cell_try_take(&example.buffers[1])) {
        command_failure(command, ERROR_BUSY);
        return;
    }
    cell_put(&example.buffers[1]);
    if (command->number == 1 && cell_try_take(&example.buffer)) {
        cell_put(&example.buffer);
    }
    clear(&AT(example.buffers, command->number));
    command_success_u32(command, sizeof(example.sizes) + sizeof(struct take_cell));
}
