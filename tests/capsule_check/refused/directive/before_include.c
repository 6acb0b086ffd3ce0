// SPDX-License-Identifier: Apache-2.0 OR MIT
#define __builtin_trap() 0 // expect: directive
#include "example.h"

void example_deferred(void)
{
    deferred_call_request();
}
