// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

#include <lib/cell.h>

static struct {
    MAP_CELL(struct span) shown; // expect: stored-view
} example CAPSULE_STATE;

void example_deferred(void)
{
    if (example.shown.is_borrowed_) {
        deferred_call_request();
    }
}
