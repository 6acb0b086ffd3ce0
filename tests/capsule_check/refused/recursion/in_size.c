// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static uint32_t own(void) // expect: recursion
{
    return (uint32_t)sizeof(own());
}

void example_timer(void)
{
    (void)own();
}
