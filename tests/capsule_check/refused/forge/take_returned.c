// SPDX-License-Identifier: Apache-2.0 OR MIT
// By a function that says so to its caller: likewise.
#include "example.h"

static struct {
    struct take_cell buffer;
    bool is_taken;
} example CAPSULE_STATE;

static bool is_taken(void)
{
    return cell_try_take(&example.buffer); // expect: forge
}

void example_deferred(void)
{
    if (is_taken()) {
        example.is_taken = true;
    }
}
