// SPDX-License-Identifier: Apache-2.0 OR MIT
// It would run before the kernel does.
#include "example.h"

__attribute__((constructor)) static void example_begin(void) // expect: attribute
{
    deferred_call_request();
}
