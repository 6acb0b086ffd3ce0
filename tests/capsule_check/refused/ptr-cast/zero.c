// SPDX-License-Identifier: Apache-2.0 OR MIT
// A null pointer is NULL, not a cast zero.
#include "example.h"

static void process_stop(struct process_id *process)
{
    process->number = 0;
}

void example_deferred(void)
{
    process_stop((struct process_id *)0); // expect: ptr-cast
}
