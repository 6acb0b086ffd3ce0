// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_deferred(void)
{
    uint32_t count = 0;
again: // expect: goto
    count++;
    if (count < 3) {
        goto again; // expect: goto
    }
}
