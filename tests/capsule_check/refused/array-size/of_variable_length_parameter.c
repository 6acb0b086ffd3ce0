// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    struct process_id processes[4];
} example CAPSULE_STATE;

static bool is_full(uint32_t count,
                    const struct process_id processes[count]) // expect: array-size
{
    return processes == NULL;
}

void example_deferred(void)
{
    if (is_full(9, example.processes)) {
        deferred_call_request();
    }
}
