// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

__attribute__((address_space(1))) static void own(void) // expect: attribute
{
}

void example_timer(void)
{
    own();
}
