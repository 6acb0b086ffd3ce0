// SPDX-License-Identifier: Apache-2.0 OR MIT
// Findings would name another file.
#include "example.h"

#line 100 "elsewhere.c" // expect: directive

void example_deferred(void)
{
    deferred_call_request();
}
