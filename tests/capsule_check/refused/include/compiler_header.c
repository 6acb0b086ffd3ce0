// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

#include <unwind.h> // expect: include

void example_deferred(void)
{
    deferred_call_request();
}
