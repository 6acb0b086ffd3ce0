// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_deferred(void)
{
    if (__builtin_return_address(0) != NULL) { // expect: builtin
        timer_cancel();
    }
}
