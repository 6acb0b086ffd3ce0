// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_deferred(void)
{
    if (__builtin_frame_address(0) == NULL) { // expect: builtin
        deferred_call_request();
    }
}
