// SPDX-License-Identifier: Apache-2.0 OR MIT
// The cell is empty then, and the buffer that was in it lost.
#include "example.h"

static struct {
    struct take_cell buffer;
} example CAPSULE_STATE;

void example_deferred(void)
{
    example.buffer = (struct take_cell){0}; // expect: forge
}
