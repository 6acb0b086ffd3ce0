// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint32_t two[2];
} example CAPSULE_STATE;

void example_timer(void)
{
    uint32_t place = 0;
    example.two[place++] = 1; // expect: subscript
    example.two[place++] = 1; // expect: subscript
}
