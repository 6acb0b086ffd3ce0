// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_deferred(void)
{
    for (volatile uint32_t i = 0; i < 1000; i++) { // expect: volatile
    }
}
