// SPDX-License-Identifier: Apache-2.0 OR MIT
// A cell in state would keep the view beyond the call.
#include "example.h"

#include <lib/cell.h>

static struct {
    uint32_t count;
    MAP_CELL(struct span) shown; // expect: stored-view
} example CAPSULE_STATE;

void example_deferred(void)
{
    example.count++;
}
