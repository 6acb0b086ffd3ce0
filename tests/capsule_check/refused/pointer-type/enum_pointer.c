// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static bool is_wanted(enum error *error) // expect: pointer-type
{
    return error != NULL;
}

void example_deferred(void)
{
    enum error error = ERROR_NONE;
    if (is_wanted(&error)) {
        deferred_call_request();
    }
}
