// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    struct process_id victim;
    uint64_t tried;
} example CAPSULE_STATE;

void example_timer(void)
{
    example.tried++;
    example.victim.number = example.tried; // expect: forge
    if (upcall_schedule(example.victim, 0, 0, 0, 0) == ERROR_STALE) {
        timer_set(0);
    }
}
