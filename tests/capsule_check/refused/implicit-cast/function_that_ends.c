// SPDX-License-Identifier: Apache-2.0 OR MIT
// A call through the table comes back for its caller.
#include "example.h"

NORETURN static void light_set(uint32_t index, bool is_on)
{
    (void)index;
    (void)is_on;
    machine_reset();
}

static bool light_is_on(uint32_t index)
{
    return index > 0;
}

static const struct led_bank lights = {
    .count = 1,
    .set = light_set, // expect: implicit-cast
    .is_on = light_is_on,
};

void example_timer(void)
{
    lights.set(0, true);
}
