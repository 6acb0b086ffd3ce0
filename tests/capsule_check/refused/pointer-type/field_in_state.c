// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    const struct process_id *served; // expect: pointer-type
    uint32_t count;
} example CAPSULE_STATE;

void example_deferred(void)
{
    example.count++;
}
