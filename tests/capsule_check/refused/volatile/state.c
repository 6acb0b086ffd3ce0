// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    volatile uint32_t count; // expect: volatile
} example CAPSULE_STATE;

void example_deferred(void)
{
    example.count = 1;
}
