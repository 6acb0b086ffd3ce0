// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    struct process_id served;
} example CAPSULE_STATE;

void example_deferred(void)
{
    struct process_id *served; // expect: uninitialised
    example.served.number = 0;
    (void)sizeof(served);
}
