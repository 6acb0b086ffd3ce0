// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

#include <lib/cell.h>

static struct {
    OPTIONAL_CELL(uint32_t) limit;
} example CAPSULE_STATE;

void example_deferred(void)
{
    OPTIONAL_SET(example.limit, (timer_cancel(), 4u)); // expect: comma
}
