// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    struct process_id process;
} example CAPSULE_STATE;

void example_process_ended(struct process_id *process)
{
    if (process > &example.process) { // expect: pointer-arithmetic
        deferred_call_request();
    }
}
