// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_deferred(void)
{
    timer_set((uint64_t)1.5); // expect: float
}
