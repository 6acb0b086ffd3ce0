// SPDX-License-Identifier: Apache-2.0 OR MIT
// What the runtime starts.
#include <bulkhead/system_call.h>

#include "run.h"

int main(void)
{
    microkit_run();
}

void microkit_upcalls_run(void)
{
    while (bulkhead_yield_no_wait()) {
    }
}
