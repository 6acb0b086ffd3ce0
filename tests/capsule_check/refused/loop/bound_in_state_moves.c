// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint32_t ends[2];
} example CAPSULE_STATE;

void example_deferred(void)
{
    for (uint32_t i = 0; i < example.ends[0]; i++) {
        example.ends[0]++; // expect: loop
    }
}
