// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    _Atomic uint32_t count; // expect: volatile
} example CAPSULE_STATE;

void example_deferred(void)
{
    example.count++; // expect: volatile
}
