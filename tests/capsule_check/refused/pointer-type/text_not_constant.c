// SPDX-License-Identifier: Apache-2.0 OR MIT
// Text that may be written through its pointer.
#include "example.h"

static bool is_named(char *name) // expect: pointer-type
{
    return name != NULL;
}

void example_deferred(void)
{
    if (is_named(NULL)) { // expect: implicit-cast
        deferred_call_request();
    }
}
