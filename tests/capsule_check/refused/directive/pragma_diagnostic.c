// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

#pragma clang diagnostic ignored "-Wshadow" // expect: directive

void example_deferred(void)
{
    deferred_call_request();
}
