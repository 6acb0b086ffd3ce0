// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "rows.h"

#include "example.h"

void example_deferred(void)
{
    deferred_call_request();
}
