// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint32_t count;
} example; // expect: global

void example_deferred(void)
{
    example.count++;
}
