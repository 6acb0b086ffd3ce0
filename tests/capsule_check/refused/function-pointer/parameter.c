// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static bool is_given(void (*done)(void)) // expect: function-pointer
{
    return done != NULL;
}

void example_deferred(void)
{
    if (is_given(NULL)) {
        deferred_call_request();
    }
}
