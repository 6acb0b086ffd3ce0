// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static void use(long double a) // expect: float
{
    (void)a;
}

void example_timer(void)
{
    use(0);
}
