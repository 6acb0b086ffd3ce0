// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_process_ended(struct process_id *process)
{
    bool is_there = (bool)process; // expect: ptr-cast
    if (is_there) {
        deferred_call_request();
    }
}
