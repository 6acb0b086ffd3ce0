// SPDX-License-Identifier: Apache-2.0 OR MIT
// The name of the enum may be that of another one.
#include "example.h"

void example_timer(void)
{
    enum step { STEP = 3 }; // expect: construct
    timer_set(STEP);
}
