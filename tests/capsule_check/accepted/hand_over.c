// SPDX-License-Identifier: Apache-2.0 OR MIT
// A buffer that is kept in a cell, used, handed over, and comes back.
#include "example.h"

#include <hand_over/entropy.h>

static struct {
    struct take_cell buffer;
    uint8_t first[1];
} example CAPSULE_STATE;

void example_init(void)
{
    (void)!cell_fill(&example.buffer, transfer_buffer_home(0));
}

void example_deferred(void)
{
    if (!cell_try_take(&example.buffer)) {
        return;
    }
    if (cell_read(&example.buffer, 0, SPAN_IN(example.first)) != ERROR_NONE) {
        cell_put(&example.buffer);
        return;
    }
    (void)!entropy_source_request_from_cell(&example_entropy, &example.buffer, 8);
}
