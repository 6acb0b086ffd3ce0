// SPDX-License-Identifier: Apache-2.0 OR MIT
// A private field of what has no name.
#include "example.h"

void example_deferred(void)
{
    struct kernel_event event = {.address_ = 5}; // expect: forge, private
    (void)kernel_event_process(&event);
}
