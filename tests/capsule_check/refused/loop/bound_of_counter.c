// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_timer(void)
{
    for (uint32_t i = 0; i < i + 1; i++) { // expect: loop
        timer_cancel();
    }
}
