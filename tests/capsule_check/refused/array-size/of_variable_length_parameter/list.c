// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "list.h"

#include "example.h"

void example_deferred(void)
{
    deferred_call_request();
}
