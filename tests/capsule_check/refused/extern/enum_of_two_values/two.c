// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

enum color { BLUE = 77 }; // expect: extern

void example_deferred(void)
{
    (void)BLUE;
}
