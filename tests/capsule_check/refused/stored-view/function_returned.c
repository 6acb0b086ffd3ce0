// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static void (*pause_of(void))(void) // expect: stored-view
{
    return NULL;
}

void example_deferred(void)
{
    if (pause_of() != NULL) {
        deferred_call_request();
    }
}
