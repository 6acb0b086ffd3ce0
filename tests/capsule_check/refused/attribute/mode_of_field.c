// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint32_t count __attribute__((mode(DI))); // expect: attribute
} example CAPSULE_STATE;

void example_timer(void)
{
    example.count++;
}
