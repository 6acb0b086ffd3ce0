// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_timer(void)
{
    uint32_t step = 0;
    for (uint32_t i = 0; i < 4; i += step) { // expect: loop
        timer_cancel();
    }
}
