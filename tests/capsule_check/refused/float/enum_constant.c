// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

enum { A = (int)1.5 }; // expect: float

void example_timer(void)
{
    (void)A;
}
