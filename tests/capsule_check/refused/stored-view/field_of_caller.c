// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

struct holder {
    struct span bytes; // expect: stored-view
};

static void get(struct holder *out)
{
    uint8_t local[4] = {0};
    out->bytes = SPAN_IN(local); // expect: stored-view
}

void example_timer(void)
{
    struct holder holder = {.bytes = {0}};
    get(&holder);
    span_byte_set(holder.bytes, 0, 1);
}
