// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static const uint8_t table[8] = {[0 ... 7] = 1}; // expect: construct

void example_timer(void)
{
    (void)table[1];
}
