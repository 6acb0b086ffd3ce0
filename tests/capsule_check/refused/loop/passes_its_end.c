// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_timer(void)
{
    for (uint32_t i = 0; i != 7; i += 2) { // expect: loop
        timer_cancel();
    }
}
