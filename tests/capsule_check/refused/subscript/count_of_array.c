// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint32_t four[4];
} example CAPSULE_STATE;

void example_timer(void)
{
    example.four[ARRAY_COUNT(example.four)] = 1; // expect: subscript
}
