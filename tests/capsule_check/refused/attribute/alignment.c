// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    _Alignas(16) uint8_t line[16]; // expect: attribute
} example CAPSULE_STATE;

void example_deferred(void)
{
    example.line[0] = 1;
}
