// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

enum color { RED = 1, GREEN = 2 };

enum other { FAR = 77 };

void example_timer(void)
{
    enum color c = (enum color)FAR; // expect: enum-cast
    (void)c;
}
