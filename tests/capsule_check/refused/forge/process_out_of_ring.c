// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

#include <lib/ring.h>

static struct {
    RING(uint64_t, 4) numbers;
    struct process_id victim;
} example CAPSULE_STATE;

void example_timer(void)
{
    if (RING_TAKE(example.numbers, example.victim.number)) { // expect: forge
        (void)upcall_schedule(example.victim, 0, 0, 0, 0);
    }
}
