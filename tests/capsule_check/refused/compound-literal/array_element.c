// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_timer(void)
{
    (void)((uint8_t[4]){0})[3]; // expect: compound-literal
}
