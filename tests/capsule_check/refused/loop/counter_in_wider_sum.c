// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_deferred(void)
{
    for (uint8_t i = 0; i + 0u < 300u; i++) { // expect: loop
        timer_cancel();
    }
}
