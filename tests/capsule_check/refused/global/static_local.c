// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_deferred(void)
{
    static uint32_t count; // expect: global
    count++;
    if (count > 3) {
        timer_cancel();
    }
}
