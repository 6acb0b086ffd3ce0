// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint8_t line[8];
    uint32_t place;
} example CAPSULE_STATE;

void example_timer(void)
{
    example.line[example.place = 3] = 1; // expect: subscript
}
