// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static void count_drop(const struct process_id *process)
{
    (void)process;
    timer_cancel();
}

void example_deferred(void)
{
    CLEANUP(count_drop) struct process_id process = {0}; // expect: attribute
    process.number = 0;
}
