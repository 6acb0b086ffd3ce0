// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

%:include <lib/checked_index.h> // expect: token

void example_deferred(void)
{
    deferred_call_request();
}
