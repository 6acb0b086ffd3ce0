// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint32_t bytes;
} example CAPSULE_STATE;

void example_timer(void)
{
    example.bytes = (uint32_t)sizeof(({ // expect: statement-expression
        timer_cancel();
        1;
    }));
}
