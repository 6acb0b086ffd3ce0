// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static const uint32_t none = 0;

void example_deferred(void)
{
    for (uint32_t i = 8; i >= none; i--) { // expect: loop
        timer_cancel();
    }
}
