// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "one.h"

void example_timer(void)
{
    example_end();
}
