// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint32_t count;
    uint8_t line[8];
    uint8_t index;
    const char *text CONSTANT_TEXT;
} example CAPSULE_STATE;

void example_timer(void)
{
    (volatile void)example.count; // expect: volatile
}
