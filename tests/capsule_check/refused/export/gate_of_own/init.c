// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_init(void)
{
    timer_set(time_now());
}
