// SPDX-License-Identifier: Apache-2.0 OR MIT
// Of two numbers: likewise.
#include "example.h"

static struct {
    struct take_cell buffer;
    uint32_t number;
} example CAPSULE_STATE;

void example_deferred(void)
{
    example.number = cell_try_take(&example.buffer) ? 1 : 2; // expect: forge
}
