// SPDX-License-Identifier: Apache-2.0 OR MIT
// The object without a name ends with its block.
#include "example.h"

struct pair {
    uint32_t a;
};

void example_timer(void)
{
    struct pair *kept = &(struct pair){.a = 1}; // expect: escape
    kept->a = 2;
}
