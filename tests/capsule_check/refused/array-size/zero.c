// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint32_t count;
    uint8_t rest[0]; // expect: array-size
} example CAPSULE_STATE;

void example_deferred(void)
{
    example.count++;
}
