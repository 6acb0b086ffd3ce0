// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    struct process_id served;
} example CAPSULE_STATE;

static struct process_id *served_process(void) // expect: stored-view
{
    return &example.served;
}

void example_deferred(void)
{
    served_process()->number = 0;
}
