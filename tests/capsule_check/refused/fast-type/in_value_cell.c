// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"
#include <lib/cell.h>

static struct {
    VALUE_CELL(long) number; // expect: fast-type
} example CAPSULE_STATE;

void example_timer(void)
{
    VALUE_SET(example.number, 3);
}
