// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    void (*done)(void); // expect: function-pointer
} example CAPSULE_STATE;

void example_deferred(void)
{
    if (example.done != NULL) { // expect: function-pointer
        deferred_call_request();
    }
}
