// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_deferred(void)
{
    for (size_t i = 0; i < 4;) {         // expect: loop
        i += time_now() > 100 ? 1u : 0u; // expect: loop
    }
}
