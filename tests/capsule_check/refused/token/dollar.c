// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"
void example_timer(void)
{
    uint32_t $a = 1; // expect: token
    (void)$a;        // expect: token
}
