// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static const uint32_t limit = 300;

void example_deferred(void)
{
    for (uint8_t i = 0; i < limit + 1; i++) { // expect: loop
        timer_cancel();
    }
}
