// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "state.h"

uint32_t example_count; // expect: global

void example_deferred(void)
{
    example_count++;
}
