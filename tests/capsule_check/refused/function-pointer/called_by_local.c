// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_deferred(void)
{
    void (*const pause)(void) = NULL; // expect: function-pointer
    if (pause != NULL) {
        deferred_call_request();
    }
}
