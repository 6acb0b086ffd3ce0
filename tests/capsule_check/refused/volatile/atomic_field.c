// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    _Atomic uint32_t a; // expect: volatile
} example CAPSULE_STATE;

void example_timer(void)
{
    example.a++;
}
