// SPDX-License-Identifier: Apache-2.0 OR MIT
// Whoever has the address of the counter may change it.
#include "example.h"

struct example_count {
    uint64_t number;
};

static void count_restart(struct example_count *count)
{
    count->number = 0;
}

void example_deferred(void)
{
    for (struct example_count i = {0}; i.number < 4; i.number++) { // expect: loop
        count_restart(&i);
    }
}
