// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static uint64_t number_of(const struct process_id *process)
{
    return process->number;
}

void example_process_ended(struct process_id *process)
{
    if (number_of(process - 3) == 0) { // expect: pointer-arithmetic
        deferred_call_request();
    }
}
