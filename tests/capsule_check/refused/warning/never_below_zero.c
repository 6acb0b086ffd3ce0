// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_timer(void)
{
    for (uint32_t i = 4; i >= 0; i--) { // expect: warning, loop
        timer_cancel();
    }
}
