// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_process_ended(struct process_id *process)
{
    struct process_id ended = *process; // expect: dereference
    if (ended.number == 1) {
        deferred_call_request();
    }
}
