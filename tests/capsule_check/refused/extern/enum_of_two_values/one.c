// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

enum color { RED = 1, GREEN = 2 }; // expect: extern

void example_timer(void)
{
    (void)GREEN;
}
