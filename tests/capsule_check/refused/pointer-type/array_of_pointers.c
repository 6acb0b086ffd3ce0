// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint32_t count;
    struct process_id *waiting[4]; // expect: pointer-type
} example CAPSULE_STATE;

void example_deferred(void)
{
    example.count++;
}
