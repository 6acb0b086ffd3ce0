// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_timer(void)
{
    (time_hz() > 1 ? example_init : example_deferred)(); // expect: function-pointer
}
