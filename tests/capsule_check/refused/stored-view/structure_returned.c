// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

struct holder {
    struct span bytes; // expect: stored-view
};

static struct holder get(void) // expect: stored-view
{
    uint8_t local[4] = {0};
    struct holder holder = {.bytes = SPAN_IN(local)};
    return holder;
}

void example_timer(void)
{
    struct holder holder = get();
    span_byte_set(holder.bytes, 0, 1);
}
