// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_timer(void)
{
    (void)__builtin_readcyclecounter(); // expect: builtin
}
