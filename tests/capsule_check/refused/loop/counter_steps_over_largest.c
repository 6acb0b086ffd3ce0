// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static const uint32_t limit = UINT32_MAX;

void example_deferred(void)
{
    for (uint32_t i = 0; i < limit; i += 2) { // expect: loop
        timer_cancel();
    }
}
