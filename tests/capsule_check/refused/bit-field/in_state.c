// SPDX-License-Identifier: Apache-2.0 OR MIT
// Where the bits lie is the compiler's choice.
#include "example.h"

static struct {
    uint32_t is_open : 1; // expect: bit-field
    uint32_t count : 7;   // expect: bit-field
} example CAPSULE_STATE;

void example_deferred(void)
{
    example.is_open = 1;
    example.count = 2;
}
