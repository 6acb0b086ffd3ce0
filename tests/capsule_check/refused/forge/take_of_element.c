// SPDX-License-Identifier: Apache-2.0 OR MIT
// The index is another one when the buffer is put back, and the first one is lost.
#include "example.h"

#include <lib/checked_index.h>

static struct {
    struct take_cell buffers[2];
    size_t index;
} example CAPSULE_STATE;

void example_deferred(void)
{
    if (cell_try_take(&AT(example.buffers, example.index))) { // expect: forge
        example.index = 1;
        cell_put(&AT(example.buffers, example.index));
    }
}
