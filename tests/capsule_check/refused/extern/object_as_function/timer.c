// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "own.h"

void example_timer(void);

void example_timer(void)
{
    example_uart();
}
