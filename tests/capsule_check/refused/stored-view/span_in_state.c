// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    struct const_span offered; // expect: stored-view
} example CAPSULE_STATE;

void example_deferred(void)
{
    if (const_span_length(example.offered) > 0) {
        deferred_call_request();
    }
}
