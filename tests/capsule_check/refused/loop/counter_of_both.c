// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_timer(void)
{
    uint32_t i;
    for (i = 0; i < 4; i++) {
        for (i = 0; i < 2; i++) { // expect: loop
            timer_cancel();
        }
    }
}
