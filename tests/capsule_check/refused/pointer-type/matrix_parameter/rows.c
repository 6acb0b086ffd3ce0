// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

#include "rows.h"

void example_deferred(void)
{
    deferred_call_request();
}
