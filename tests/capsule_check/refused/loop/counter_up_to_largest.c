// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static const uint8_t few = 255;

void example_deferred(void)
{
    for (uint8_t i = 0; i <= few; i++) { // expect: loop
        timer_cancel();
    }
}
