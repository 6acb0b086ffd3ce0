// SPDX-License-Identifier: Apache-2.0 OR MIT
// A restarted capsule starts with zeroes.
#include "example.h"

static struct {
    uint32_t count;
} example CAPSULE_STATE = {.count = 3}; // expect: global

void example_deferred(void)
{
    example.count++;
}
