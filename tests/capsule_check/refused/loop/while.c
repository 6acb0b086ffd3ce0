// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_deferred(void)
{
    struct process_id process = {0};
    while (grant_next_process(&process)) { // expect: loop
        (void)upcall_schedule(process, 0, 0, 0, 0);
    }
}
