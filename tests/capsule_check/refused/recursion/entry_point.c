// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_deferred(void) // expect: recursion
{
    if (time_now() < 1000) {
        example_deferred();
    }
}
