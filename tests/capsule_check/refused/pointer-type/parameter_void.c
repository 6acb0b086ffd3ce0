// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static bool is_there(const void *thing) // expect: pointer-type
{
    return thing != NULL;
}

void example_deferred(void)
{
    if (is_there(NULL)) { // expect: implicit-cast
        deferred_call_request();
    }
}
