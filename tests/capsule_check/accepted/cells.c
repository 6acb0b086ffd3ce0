// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

#include <lib/cell.h>
#include <lib/ring.h>

struct entry {
    uint32_t count;
    struct process_id process;
};

static struct {
    VALUE_CELL(uint32_t) total;
    OPTIONAL_CELL(struct process_id) reader;
    MAP_CELL(struct entry) entry;
    RING(uint8_t, 16) typed;
} example CAPSULE_STATE;

void example_received(const struct uart_received *event)
{
    for (size_t i = 0; i < event->length_bytes; i++) {
        if (!RING_PUT(example.typed, AT(event->bytes, i))) {
            break;
        }
    }
    VALUE_SET(example.total, VALUE_GET(example.total) + 1u);
}

void example_command(struct command *command)
{
    if (!OPTIONAL_HAS(example.reader)) {
        OPTIONAL_SET(example.reader, command->process);
    }
    enum error error = ERROR_NONE;
    WITH_MAP(struct entry, entry, example.entry, error)
    {
        entry->count++;
        entry->process = OPTIONAL_GET(example.reader);
    }
    uint8_t byte = 0;
    if (error == ERROR_NONE && RING_TAKE(example.typed, byte)) {
        command_success_u32_u32(command, byte, (uint32_t)RING_COUNT(example.typed));
    } else {
        OPTIONAL_CLEAR(example.reader);
        command_failure(command, error == ERROR_NONE ? ERROR_OFF : error);
    }
}
