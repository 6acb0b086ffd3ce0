// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_deferred(void)
{
    uint32_t end = 4;
    for (uint32_t i = 0; i < end; i++) { // expect: loop
        end++;                           // expect: loop
    }
}
