// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

enum color { RED = 1, GREEN = 2 };

struct own {
    enum color c;
};

void example_timer(void)
{
    struct own own = {.c = 9}; // expect: enum-cast
    (void)own;
}
