// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

enum color { RED = 1, GREEN = 2 };

void example_timer(void)
{
    enum color c = 0; // expect: enum-cast
    (void)c;
}
