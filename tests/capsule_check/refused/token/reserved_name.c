// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint32_t __count; // expect: token
} example CAPSULE_STATE;

void example_deferred(void)
{
    example.__count = 1; // expect: token
}
