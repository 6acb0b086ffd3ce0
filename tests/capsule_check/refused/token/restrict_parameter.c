// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static bool is_same(const struct process_id *restrict process) // expect: token
{
    return process->number == 0;
}

void example_process_ended(struct process_id *process)
{
    if (is_same(process)) {
        deferred_call_request();
    }
}
