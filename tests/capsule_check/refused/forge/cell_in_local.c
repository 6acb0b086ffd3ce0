// SPDX-License-Identifier: Apache-2.0 OR MIT
// A second cell of the same buffer.
#include "example.h"

static struct {
    struct take_cell buffer;
} example CAPSULE_STATE;

void example_deferred(void)
{
    struct take_cell copy = example.buffer; // expect: forge
    if (cell_try_take(&copy)) {
        cell_put(&copy);
    }
}
