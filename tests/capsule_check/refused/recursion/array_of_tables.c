// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static void light_set(uint32_t index, bool is_on);

static bool light_is_on(uint32_t index)
{
    return index > 0;
}

static const struct led_bank banks[1] = {{.count = 1, .set = light_set, .is_on = light_is_on}};

static void light_set(uint32_t index, bool is_on) // expect: recursion
{
    AT(banks, index).set(index, is_on);
}

void example_timer(void)
{
    light_set(0, true);
}
