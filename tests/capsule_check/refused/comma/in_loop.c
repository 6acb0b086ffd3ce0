// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_deferred(void)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < 4; sum += 2, i++) { // expect: comma, loop
        sum += 1;
    }
    timer_set(time_now() + sum);
}
