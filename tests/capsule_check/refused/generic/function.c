// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_timer(void)
{
    _Generic(1, int: example_init, default: example_deferred)(); // expect: generic
}
