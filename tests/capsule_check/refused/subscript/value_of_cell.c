// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"
#include <lib/cell.h>

static struct {
    VALUE_CELL(uint32_t) place;
    uint32_t four[4];
} example CAPSULE_STATE;

void example_timer(void)
{
    example.four[VALUE_GET(example.place)] = 1; // expect: subscript
}
