// SPDX-License-Identifier: Apache-2.0 OR MIT
// Whoever has the address of the counter may change it.
#include "example.h"

static void process_restart(struct process_id *process)
{
    process->number = 0;
}

void example_deferred(void)
{
    for (struct process_id i = {0}; i.number < 4; i.number++) { // expect: loop
        process_restart(&i);
    }
}
