// SPDX-License-Identifier: Apache-2.0 OR MIT
// Whether the buffer was taken, for later: nobody sees whether it is put back.
#include "example.h"

static struct {
    struct take_cell buffer;
    bool is_taken;
} example CAPSULE_STATE;

void example_deferred(void)
{
    example.is_taken = cell_try_take(&example.buffer); // expect: forge
}
