// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_deferred(void)
{
    for (uint32_t i = 0; i < 8; i *= 2) { // expect: loop
        timer_cancel();
    }
}
