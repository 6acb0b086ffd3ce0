// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_deferred(void)
{
    for (size_t i = 0; i < 4; i++) {
        timer_set(({ time_now() + i; })); // expect: statement-expression
    }
}
