// SPDX-License-Identifier: Apache-2.0 OR MIT
// Handed to a function: likewise.
#include "example.h"

static struct {
    struct take_cell buffer;
    bool is_taken;
} example CAPSULE_STATE;

static void note(bool is_taken)
{
    example.is_taken = is_taken;
}

void example_deferred(void)
{
    note(cell_try_take(&example.buffer)); // expect: forge
}
