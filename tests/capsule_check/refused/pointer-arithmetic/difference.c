// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    struct process_id processes[4];
} example CAPSULE_STATE;

void example_process_ended(struct process_id *process)
{
    if (process - &example.processes[0] == 1) { // expect: pointer-arithmetic
        deferred_call_request();
    }
}
