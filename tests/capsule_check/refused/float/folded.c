// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_timer(void)
{
    uint32_t a = 1e3; // expect: float
    (void)a;
}
