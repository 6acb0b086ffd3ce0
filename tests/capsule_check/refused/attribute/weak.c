// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

__attribute__((weak)) void example_init(void) // expect: attribute
{
    deferred_call_request();
}
