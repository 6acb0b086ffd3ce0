// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_deferred(void)
{
    struct process_id process = {0};
    for (uint32_t i = 0; grant_next_process(&process); i++) { // expect: loop
        (void)upcall_schedule(process, 0, i, 0, 0);
    }
}
