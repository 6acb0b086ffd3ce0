// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint8_t line[16];
} example CAPSULE_STATE;

void example_deferred(void)
{
    *example.line = 1; // expect: dereference
}
