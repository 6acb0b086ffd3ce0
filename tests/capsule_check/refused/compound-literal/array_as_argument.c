// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static bool is_first(const struct process_id *process)
{
    return process->number == 1;
}

void example_deferred(void)
{
    if (is_first((struct process_id[2]){{0}, {0}})) { // expect: compound-literal
        deferred_call_request();
    }
}
