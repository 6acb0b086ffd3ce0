// SPDX-License-Identifier: Apache-2.0 OR MIT
// By nobody.
#include "example.h"

static struct {
    struct take_cell buffer;
} example CAPSULE_STATE;

void example_deferred(void)
{
    (void)!cell_try_take(&example.buffer); // expect: forge
}
