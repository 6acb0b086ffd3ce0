// SPDX-License-Identifier: Apache-2.0 OR MIT
// Both cells would hold one buffer.
#include "example.h"

static struct {
    struct take_cell buffers[2];
} example CAPSULE_STATE;

void example_deferred(void)
{
    example.buffers[1] = example.buffers[0]; // expect: forge
}
