// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_deferred(void)
{
    for (uint32_t i = 1; i < 10; i |= 1) { // expect: loop
        deferred_call_request();
    }
}
