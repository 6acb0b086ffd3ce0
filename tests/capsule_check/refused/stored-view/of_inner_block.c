// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static void use(struct span s)
{
    span_byte_set(s, 0, 1);
}

void example_timer(void)
{
    struct span s = {0};
    {
        uint8_t local[4] = {0};
        s = SPAN_IN(local); // expect: stored-view
    }
    use(s);
}
