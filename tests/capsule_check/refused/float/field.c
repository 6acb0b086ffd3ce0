// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    float level; // expect: float
} example CAPSULE_STATE;

void example_deferred(void)
{
    example.level = 0;
}
