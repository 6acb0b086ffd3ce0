// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static const struct led_bank bank; // expect: function-pointer

void example_timer(void)
{
    bank.set(0, true);
}
