// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint8_t line[8];
} example CAPSULE_STATE;

void example_timer(void)
{
    uint32_t place = 3;
    place = time_hz();
    example.line[place + 0] = 1; // expect: subscript
}
