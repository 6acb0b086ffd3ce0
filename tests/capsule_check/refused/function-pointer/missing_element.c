// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static void set(uint32_t index, bool is_lit)
{
    (void)index;
    (void)is_lit;
}

static bool is_on(uint32_t index)
{
    return index > 0;
}

static const struct led_bank pair[2] = {{.set = set, .is_on = is_on}}; // expect: function-pointer

void example_timer(void)
{
    pair[1].set(0, true);
}
