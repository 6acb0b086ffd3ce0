// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_timer(void)
{
    for (uint8_t i = 0; i <= 255; i++) { // expect: warning, loop
        timer_cancel();
    }
}
