// SPDX-License-Identifier: Apache-2.0 OR MIT
// The loop goes on when only one of the two holds.
#include "example.h"

void example_deferred(void)
{
    struct process_id process = {0};
    for (size_t i = 0; i < 4 || grant_next_process(&process); i++) { // expect: loop
        (void)upcall_schedule(process, 0, 0, 0, 0);
    }
}
